namespace Akka.Actor;

/// <summary>The refs that stand for no actor.</summary>
public static class ActorRefs
{
    /// <summary>The actor that takes every message and keeps none.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>No sender: replies go to the dead letters.</summary>
    public static readonly IActorRef NoSender = null!;
}
