using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// The final record of a command (the result of the seed's <c>cpi_finalize</c>): DONE, or FAILED with the reason in
/// <see cref="TaskRecord.Exception"/>.
/// </summary>
public sealed record CommandReply(TaskRecord Record) : IJsonContract;

/// <summary>The final record of a task, sent to the actor that added it.</summary>
public sealed record TaskResult(TaskRecord Record) : IJsonContract;
