using Akka.Actor;

namespace Akka.Routing;

public class SeveralRoutees : Routee
{
    private readonly Routee[] _routees;

    public SeveralRoutees(Routee[] routees) => _routees = routees;

    public override void Send(object message, IActorRef sender)
    {
        foreach (var routee in _routees)
        {
            routee.Send(message, sender);
        }
    }
}
