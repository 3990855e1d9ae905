namespace Akka.Routing;

public sealed class RemoveRoutee : RouterManagementMessage
{
    public RemoveRoutee(Routee routee) => Routee = routee;

    public Routee Routee { get; }
}
