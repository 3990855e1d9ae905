using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>
/// Starts workers in one way. It knows them by their uid, also those that a master before has started, and keeps nothing itself, so a
/// master that starts again finds what there is. Calls may take seconds and are not made on an actor's thread.
/// </summary>
internal interface IWorkerLauncher
{
    /// <summary>Whether what it starts waits in a queue first.</summary>
    bool Queues { get; }

    /// <summary>Starts a worker.</summary>
    /// <param name="launch">Which.</param>
    /// <param name="script">What runs it: a shell script.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>What it is called by the system, for people: <c>process 4711</c>, <c>job 12</c>.</returns>
    /// <exception cref="LaunchException">It cannot be started; the message says why.</exception>
    Task<string> StartAsync(WorkerLaunch launch, string script, CancellationToken cancellation);

    /// <summary>Looks at it.</summary>
    /// <exception cref="LaunchException">That is not possible now.</exception>
    Task<LaunchSight> LookAsync(WorkerLaunch launch, CancellationToken cancellation);

    /// <summary>Ends it: first asks it to, and kills it when called again.</summary>
    /// <exception cref="LaunchException">That is not possible now.</exception>
    Task CancelAsync(WorkerLaunch launch, bool kill, CancellationToken cancellation);

    /// <summary>The last part of what it has printed.</summary>
    /// <exception cref="LaunchException">It cannot be read.</exception>
    Task<string> ReadLogAsync(WorkerLaunch launch, int bytes, CancellationToken cancellation);
}

/// <summary>What a look at a launch has shown.</summary>
/// <param name="Kind">Where it is.</param>
/// <param name="Detail">More about that, for people: a reason why it waits; empty = nothing.</param>
/// <param name="ExitCode">That of its script, when it has ended; null = not known.</param>
internal readonly record struct LaunchSight(LaunchSightKind Kind, string Detail = "", int? ExitCode = null);

/// <summary>Where a launch is, for the system that runs it.</summary>
internal enum LaunchSightKind
{
    /// <summary>It waits to begin.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Runs,

    /// <summary>It has ended, or is not there.</summary>
    Ended,
}
