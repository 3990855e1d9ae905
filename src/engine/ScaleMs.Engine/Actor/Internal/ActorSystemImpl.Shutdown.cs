namespace Akka.Actor.Internal;

public partial class ActorSystemImpl
{
    private CoordinatedShutdown? _coordinatedShutdown;

    /// <summary>Has the coordinated shutdown registered at start, so that the end of the process runs it.</summary>
    private void StartCoordinatedShutdown() => _coordinatedShutdown = CoordinatedShutdown.Get(this);

    /// <summary>Runs the coordinated shutdown, which ends the system; false when there is none.</summary>
    private bool TryRunCoordinatedShutdown()
    {
        if (_coordinatedShutdown is not { } shutdown)
        {
            return false;
        }

        // A phase that fails for good ends the shutdown early, but must not keep the system alive.
        _ = shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)
            .ContinueWith(_ => FinalTerminate(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return true;
    }
}
