namespace Akka.Routing;

public abstract class ListenerMessage
{
    protected ListenerMessage() { }
}
