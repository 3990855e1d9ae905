using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>The probe as an actor ref: everything goes to the test actor.</summary>
public partial class TestProbe
{
    private IInternalActorRef Target => (IInternalActorRef)TestActor;

    ActorPath IActorRef.Path => TestActor.Path;

    bool IActorRefScope.IsLocal => Target.IsLocal;

    IInternalActorRef IInternalActorRef.Parent => Target.Parent;

    IActorRefProvider IInternalActorRef.Provider => Target.Provider;

    bool IInternalActorRef.IsTerminated => Target.IsTerminated;

    public void SendSystemMessage(ISystemMessage message) => Target.SendSystemMessage(message);

    public void SendSystemMessage(ISystemMessage message, IActorRef? sender) => Target.SendSystemMessage(message, sender);

    public int CompareTo(object? obj) => obj is TestProbe probe ? TestActor.CompareTo(probe.TestActor) : TestActor.CompareTo(obj);

    void ICanTell.Tell(object message, IActorRef? sender) => TestActor.Tell(message, sender);

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => Equals((object?)other);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => CompareTo((object?)other);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => TestActor.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => Target.GetChild(name);

    void IInternalActorRef.Resume(Exception? causedByFailure) => Target.Resume(causedByFailure);

    void IInternalActorRef.Start() => Target.Start();

    void IInternalActorRef.Stop() => Target.Stop();

    void IInternalActorRef.Restart(Exception cause) => Target.Restart(cause);

    void IInternalActorRef.Suspend() => Target.Suspend();
}
