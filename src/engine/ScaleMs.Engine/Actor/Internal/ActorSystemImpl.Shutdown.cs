namespace Akka.Actor.Internal;

public partial class ActorSystemImpl
{
    /// <summary>Has the coordinated shutdown registered at start, so that the end of the process runs it.</summary>
    private void StartCoordinatedShutdown()
    {
    }

    /// <summary>Runs the coordinated shutdown, which ends the system; false when there is none.</summary>
    private bool TryRunCoordinatedShutdown() => false;
}
