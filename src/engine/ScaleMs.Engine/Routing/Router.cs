using Akka.Actor;

namespace Akka.Routing;

/// <summary>A routing logic with its routees. Immutable: a change of routees gives another router.</summary>
public class Router
{
    private readonly Routee[] _routees;

    public Router(RoutingLogic logic, params Routee[] routees)
    {
        RoutingLogic = logic;
        _routees = routees;
    }

    public Router(RoutingLogic logic, IActorRef routee, params IActorRef[] routees)
        : this(logic, [Routee.FromActorRef(routee), .. routees.Select(Routee.FromActorRef)]) { }

    public RoutingLogic RoutingLogic { get; }

    public IEnumerable<Routee> Routees => _routees;

    /// <summary>Where messages go that no routee can take.</summary>
    internal IActorRef? DeadLetters { get; init; }

    internal int RouteeCount => _routees.Length;

    /// <summary>Sends to one routee that the logic chooses, or to all where the message is a <see cref="Broadcast"/>.</summary>
    public virtual void Route(object message, IActorRef sender)
    {
        if (message is Broadcast)
        {
            foreach (var routee in _routees)
            {
                routee.Send(UnWrap(message), sender);
            }
        }
        else
        {
            Send(RoutingLogic.Select(message, _routees), message, sender);
        }
    }

    public virtual Router WithRoutees(params Routee[] routees) => new(RoutingLogic, routees) { DeadLetters = DeadLetters };

    public virtual Router AddRoutee(Routee routee) => WithRoutees([.. _routees, routee]);

    public Router AddRoutee(IActorRef routee) => AddRoutee(new ActorRefRoutee(routee));

    public Router AddRoutee(ActorSelection routee) => AddRoutee(new ActorSelectionRoutee(routee));

    public virtual Router RemoveRoutee(Routee routee) => WithRoutees([.. _routees.Where(present => !present.Equals(routee))]);

    public Router RemoveRoutee(IActorRef routee) => RemoveRoutee(new ActorRefRoutee(routee));

    public Router RemoveRoutee(ActorSelection routee) => RemoveRoutee(new ActorSelectionRoutee(routee));

    protected virtual void Send(Routee routee, object message, IActorRef sender)
    {
        if (!ReferenceEquals(routee, Routee.NoRoutee))
        {
            routee.Send(UnWrap(message), sender);
        }
        else if ((DeadLetters ?? (sender as IInternalActorRef)?.Provider.DeadLetters) is { } deadLetters)
        {
            deadLetters.Tell(UnWrap(message), sender);
        }
    }

    protected object UnWrap(object message) => message is RouterEnvelope envelope ? envelope.Message : message;
}
