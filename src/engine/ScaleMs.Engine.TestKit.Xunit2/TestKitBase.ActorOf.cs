using System.Linq.Expressions;
using Akka.Actor;
using Akka.Actor.Dsl;

namespace Akka.TestKit;

/// <summary>Making and finding actors in the test's system.</summary>
public abstract partial class TestKitBase
{
    public IActorRef ActorOf(Props props) => _system.ActorOf(props);

    public IActorRef ActorOf(Props props, string? name) => _system.ActorOf(props, name);

    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() =>
        ActorOf(Props.Create<TActor>());

    public IActorRef ActorOf<TActor>(string? name)
        where TActor : ActorBase, new() =>
        ActorOf(Props.Create<TActor>(), name);

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase =>
        ActorOf(Props.Create(factory));

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string? name)
        where TActor : ActorBase =>
        ActorOf(Props.Create(factory), name);

    public IActorRef ActorOf(Action<IActorDsl> configure, string? name = null) => _system.ActorOf(configure, name);

    public IActorRef ActorOf(Action<IActorDsl, IActorContext> configure, string? name = null) => _system.ActorOf(configure, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => _system.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => _system.ActorSelection(actorPath);

    public ActorSelection ActorSelection(IActorRef anchorRef, string actorPath) => _system.ActorSelection(anchorRef, actorPath);
}
