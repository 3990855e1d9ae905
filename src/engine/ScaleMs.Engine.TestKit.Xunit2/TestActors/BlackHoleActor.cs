using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Swallows everything.</summary>
public class BlackHoleActor : ActorBase
{
    public static Props Props { get; } = Props.Create(() => new BlackHoleActor());

    protected override bool Receive(object message) => true;
}
