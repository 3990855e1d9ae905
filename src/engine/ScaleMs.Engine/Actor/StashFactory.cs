using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Makes stashes.</summary>
public static class StashFactory
{
    /// <summary>For an actor class.</summary>
    public static IStash CreateStash<T>(this IActorContext context)
        where T : ActorBase => context.CreateStash(typeof(T));

    /// <summary>For an actor.</summary>
    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) => context.CreateStash(actorInstance.GetType());

    /// <summary>For an actor class.</summary>
    public static IStash CreateStash(this IActorContext context, Type actorType)
    {
        if (typeof(IWithUnboundedStash).IsAssignableFrom(actorType))
        {
            return new UnboundedStashImpl(context);
        }

        // IWithStash holds as much as the props or the configuration say, by default without limit.
        return typeof(IActorStash).IsAssignableFrom(actorType)
            ? new BoundedStashImpl(context)
            : throw new ArgumentException($"Actor {actorType} implements an unrecognized subclass of {typeof(IActorStash)} - cannot instantiate", nameof(actorType));
    }
}
