using Akka.Event;

namespace Akka.Remote;

/// <summary>Something happened to remoting or to a connection; published on the event stream.</summary>
public abstract class RemotingLifecycleEvent
{
    public abstract LogLevel LogLevel();
}
