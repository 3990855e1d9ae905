namespace Akka.Routing;

/// <summary>Messages for a router itself.</summary>
public abstract class RouterManagementMessage
{
    protected RouterManagementMessage() { }
}
