namespace Akka.Routing;

public sealed class AddRoutee : RouterManagementMessage
{
    public AddRoutee(Routee routee) => Routee = routee;

    public Routee Routee { get; }
}
