namespace Akka.Actor;

/// <summary>Something messages can be sent to.</summary>
public interface ICanTell
{
    /// <summary>Sends a message; at most once, in order between one sender and one receiver.</summary>
    void Tell(object message, IActorRef? sender);
}
