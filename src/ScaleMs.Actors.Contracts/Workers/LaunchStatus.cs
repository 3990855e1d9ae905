namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>A worker that the master has started.</summary>
public sealed record LaunchStatus
{
    public required string Uid { get; init; }

    public required WorkerState State { get; init; }

    /// <summary><c>local</c>, <c>ssh</c> or <c>slurm</c>.</summary>
    public required string Launcher { get; init; }

    /// <summary>Slots that it has, or is to have.</summary>
    public required int Slots { get; init; }

    /// <summary>What the system calls it, why it waits, or why it has failed; empty = nothing is known.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>A launcher that starts nothing more until <c>add_workers</c> asks for it again.</summary>
/// <param name="Launcher">Its name.</param>
/// <param name="Reason">Its last failure.</param>
public sealed record LauncherStatus(string Launcher, string Reason);
