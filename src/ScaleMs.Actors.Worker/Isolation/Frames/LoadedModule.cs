using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>A module of the user's that a process has loaded.</summary>
/// <param name="Code">Its identity, which covers all that it imports.</param>
/// <param name="Files">Absolute paths of its source files; empty = it cannot change while processes have it.</param>
internal sealed record LoadedModule(CodeIdentity Code, ImmutableArray<string> Files);
