namespace Akka.Actor.Dsl;

/// <summary>Makes actors of delegates.</summary>
public static class ActExtensions
{
    /// <summary>Makes an actor.</summary>
    public static IActorRef ActorOf(this IActorRefFactory factory, Action<IActorDsl> config, string? name = null) =>
        factory.ActorOf(Props.Create(() => new Act(config)), name);

    /// <summary>Makes an actor.</summary>
    public static IActorRef ActorOf(this IActorRefFactory factory, Action<IActorDsl, IActorContext> config, string? name = null) =>
        factory.ActorOf(Props.Create(() => new Act(config)), name);
}
