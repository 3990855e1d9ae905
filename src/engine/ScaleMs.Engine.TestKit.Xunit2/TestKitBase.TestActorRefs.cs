using System.Linq.Expressions;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Making actors that run on the test thread and can be looked into.</summary>
public abstract partial class TestKitBase
{
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef? supervisor, string? name = null)
        where TActor : ActorBase =>
        new(_system, props, supervisor, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase =>
        ActorOfAsTestActorRef<TActor>(props, supervisor: null, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(
        Expression<Func<TActor>> factory,
        IActorRef? supervisor,
        string? name = null)
        where TActor : ActorBase =>
        ActorOfAsTestActorRef<TActor>(Props.Create(factory), supervisor, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase =>
        ActorOfAsTestActorRef(factory, supervisor: null, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(IActorRef? supervisor, string? name = null)
        where TActor : ActorBase, new() =>
        ActorOfAsTestActorRef<TActor>(Props.Create<TActor>(), supervisor, name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null)
        where TActor : ActorBase, new() =>
        ActorOfAsTestActorRef<TActor>(Props.Create<TActor>(), supervisor: null, name);
}
