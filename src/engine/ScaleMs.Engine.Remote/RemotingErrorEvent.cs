using Akka.Event;

namespace Akka.Remote;

/// <summary>Remoting as a whole has failed.</summary>
public sealed class RemotingErrorEvent(Exception cause) : RemotingLifecycleEvent
{
    public Exception Cause { get; } = cause;

    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;

    public override string ToString() => $"Remoting error: [{Cause.Message}]";
}
