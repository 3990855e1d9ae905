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

        _ = shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        return true;
    }
}
