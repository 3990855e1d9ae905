using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>The rest of what an actor ref is: everything goes to the actor.</summary>
public abstract partial class TestActorRefBase<TActor>
{
    bool IActorRefScope.IsLocal => InternalRef.IsLocal;

    IInternalActorRef IInternalActorRef.Parent => InternalRef.Parent;

    IActorRefProvider IInternalActorRef.Provider => InternalRef.Provider;

    bool IInternalActorRef.IsTerminated => InternalRef.IsTerminated;

    public void SendSystemMessage(ISystemMessage message) => InternalRef.SendSystemMessage(message);

    public void SendSystemMessage(ISystemMessage message, IActorRef? sender) => InternalRef.SendSystemMessage(message, sender);

    public int CompareTo(object? obj) => InternalRef.CompareTo(obj is TestActorRefBase<TActor> other ? other.InternalRef : obj);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => CompareTo((object?)other);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => InternalRef.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => InternalRef.GetChild(name);

    void IInternalActorRef.Resume(Exception? causedByFailure) => InternalRef.Resume(causedByFailure);

    void IInternalActorRef.Start() => InternalRef.Start();

    void IInternalActorRef.Stop() => InternalRef.Stop();

    void IInternalActorRef.Restart(Exception cause) => InternalRef.Restart(cause);

    void IInternalActorRef.Suspend() => InternalRef.Suspend();
}
