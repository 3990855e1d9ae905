using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>An actor that runs on the thread that sends to it, and that the test can look into.</summary>
public abstract partial class TestActorRefBase<TActor> : IInternalActorRef
    where TActor : ActorBase
{
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null) =>
        InternalRef = InternalTestActorRef.Create(system, actorProps, supervisor, name);

    /// <summary>The actor itself; it becomes another object when the actor is restarted.</summary>
    public TActor UnderlyingActor => (TActor)InternalRef.UnderlyingActor;

    public IActorRef Ref => InternalRef;

    public ActorPath Path => InternalRef.Path;

    protected InternalTestActorRef InternalRef { get; }

    public static bool operator ==(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef?.Equals(actorRef) ?? actorRef is null;

    public static bool operator !=(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => !(testActorRef == actorRef);

    public static bool operator ==(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => testActorRef == actorRef;

    public static bool operator !=(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => !(testActorRef == actorRef);

    public static IActorRef ToActorRef(TestActorRefBase<TActor> actorRef) => actorRef.InternalRef;

    /// <summary>Lets the actor process the message here and now; what it throws reaches the caller, no supervisor.</summary>
    public void Receive(object message, IActorRef? sender = null) => InternalRef.Receive(message, sender);

    /// <inheritdoc cref="Receive"/>
    public Task ReceiveAsync(object message, IActorRef? sender = null) => InternalRef.ReceiveAsync(message, sender);

    public void Tell(object message) => InternalRef.Tell(message);

    public void Tell(object message, IActorRef? sender) => InternalRef.Tell(message, sender);

    public void Forward(object message) => InternalRef.Forward(message);

    public void Watch(IActorRef subject) => InternalRef.Watch(subject);

    public void Unwatch(IActorRef subject) => InternalRef.Unwatch(subject);

    public bool Equals(IActorRef? other) => other is TestActorRefBase<TActor> testActorRef
        ? InternalRef.Equals(testActorRef.InternalRef)
        : InternalRef.Equals(other);

    public override bool Equals(object? obj) => obj is IActorRef other && Equals(other);

    public override int GetHashCode() => InternalRef.GetHashCode();

    public override string ToString() => InternalRef.ToString();
}
