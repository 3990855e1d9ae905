using Akka.Actor;

namespace ScaleMs.Actors.TestSupport;

/// <summary>A reference with a path but no actor, for state that only compares references.</summary>
public sealed class FakeRef(string name) : MinimalActorRef
{
    private static readonly ActorPath User = new RootActorPath(new Address("akka", "test")) / "user";

    public override ActorPath Path { get; } = User / name;

    public override IActorRefProvider Provider => throw new NotSupportedException("nobody is here");
}
