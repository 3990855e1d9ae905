namespace Akka.Remote;

/// <summary>Judges from the heartbeats of one resource whether it is alive.</summary>
public abstract class FailureDetector
{
    public static readonly Clock DefaultClock = static () => Environment.TickCount64;

    public abstract bool IsAvailable { get; }

    /// <summary>Whether a heartbeat has ever been seen.</summary>
    public abstract bool IsMonitoring { get; }

    public abstract void HeartBeat();
}
