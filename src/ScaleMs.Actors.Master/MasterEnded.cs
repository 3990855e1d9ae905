using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Master;

/// <summary>Published on the system's event stream when a master has ended; the process has nothing more to do.</summary>
/// <param name="Failure">Null after a stop; else why the master could not go on.</param>
public sealed record MasterEnded(string? Failure)
{
    /// <summary>The final report; null where the master ended before it could make one.</summary>
    public SessionReport? Report { get; init; }
}
