namespace Akka.Actor;

/// <summary>Shorter ways to make and find actors.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Makes an actor of a class without constructor arguments.</summary>
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create<TActor>(), name);

    /// <summary>The actors at a path that starts at an actor.</summary>
    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        ActorRefFactoryShared.ActorSelection(anchorRef, actorPath);
}
