using Akka.Actor;

namespace Akka.Routing;

/// <summary>Where a router sends messages.</summary>
public class Routee
{
    public static readonly Routee NoRoutee = new NoRouteeImpl();

    public static Routee FromActorRef(IActorRef actorRef) => new ActorRefRoutee(actorRef);

    public virtual void Send(object message, IActorRef sender) { }

    public virtual Task<object> Ask(object message, TimeSpan? timeout) =>
        Task.FromException<object>(new NotSupportedException($"[{GetType().Name}] cannot be asked."));

    private sealed class NoRouteeImpl : Routee;
}
