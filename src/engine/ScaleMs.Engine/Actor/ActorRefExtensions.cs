namespace Akka.Actor;

/// <summary>Questions to refs.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether the ref is null or nobody.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;

    /// <summary>The ref, or another one when it is nobody.</summary>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) => actorRef.IsNobody() ? elseValue() : actorRef!;
}
