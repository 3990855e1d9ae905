using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>The type that a task names as its module.</summary>
/// <param name="Type">The type.</param>
/// <param name="Code">Identity of its code.</param>
internal sealed record FoundModule(Type Type, CodeIdentity Code);
