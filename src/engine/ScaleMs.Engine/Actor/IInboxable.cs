namespace Akka.Actor;

/// <summary>Sends and receives messages outside of actors.</summary>
public interface IInboxable : ICanWatch
{
    /// <summary>The ref whose messages are received.</summary>
    IActorRef Receiver { get; }

    /// <summary>The next message within the default time.</summary>
    object Receive();

    /// <summary>The next message within a time.</summary>
    object Receive(TimeSpan timeout);

    /// <summary>The next message within the default time.</summary>
    Task<object> ReceiveAsync();

    /// <summary>The next message within a time.</summary>
    Task<object> ReceiveAsync(TimeSpan timeout);

    /// <summary>The next message that meets a condition, within the default time.</summary>
    object ReceiveWhere(Predicate<object> predicate);

    /// <summary>The next message that meets a condition, within a time.</summary>
    object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout);

    /// <summary>Sends a message from the inbox.</summary>
    void Send(IActorRef target, object message);
}
