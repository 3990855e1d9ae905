using Akka.Event;

namespace Akka.Actor;

/// <summary>A message that the engine handles before the actor sees it.</summary>
public interface IAutoReceivedMessage
{
}

/// <summary>A message that could do harm when a stranger sends it.</summary>
public interface IPossiblyHarmful
{
}

/// <summary>A message that does not restart the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout
{
}

/// <summary>A message that is never serialized to see whether it could be.</summary>
public interface INoSerializationVerificationNeeded
{
}

/// <summary>A message around another.</summary>
public interface IWrappedMessage
{
    /// <summary>The message inside.</summary>
    object Message { get; }
}

/// <summary>Takes messages out of their wrappers.</summary>
public static class WrappedMessage
{
    /// <summary>The innermost message.</summary>
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapped)
        {
            message = wrapped.Message;
        }

        return message;
    }
}

/// <summary>Stops the actor that receives it, after the messages before it.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    /// <summary>The only instance.</summary>
    public static PoisonPill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes the actor that receives it fail with <see cref="ActorKilledException"/>.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    /// <summary>The only instance.</summary>
    public static Kill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<Kill>";
}

/// <summary>Asks an actor for its ref; the answer is <see cref="ActorIdentity"/>.</summary>
public sealed class Identify : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    /// <summary>With something to tell the answers apart.</summary>
    public Identify(object messageId) => MessageId = messageId;

    /// <summary>What the answer will carry.</summary>
    public object MessageId { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Identify other && Equals(MessageId, other.MessageId);

    /// <inheritdoc/>
    public override int GetHashCode() => MessageId?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => $"<Identify - {MessageId}>";
}

/// <summary>The answer to <see cref="Identify"/>.</summary>
public sealed class ActorIdentity
{
    /// <summary>With the id of the question.</summary>
    public ActorIdentity(object messageId, IActorRef? subject)
    {
        MessageId = messageId;
        Subject = subject!;
    }

    /// <summary>The id of the question.</summary>
    public object MessageId { get; }

    /// <summary>The actor, or null when there is none.</summary>
    public IActorRef Subject { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is ActorIdentity other && Equals(MessageId, other.MessageId) && Equals(Subject, other.Subject);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MessageId, Subject);

    /// <inheritdoc/>
    public override string ToString() => $"<ActorIdentity - MessageId: {MessageId}, Subject: {Subject}>";
}

/// <summary>Tells an actor that it has received nothing for as long as it asked to be told.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    /// <summary>The only instance.</summary>
    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>Tells a watcher that an actor has ended.</summary>
public sealed class Terminated
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, INoSerializationVerificationNeeded, IEquatable<Terminated>
{
    /// <summary>About an actor.</summary>
    public Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    /// <summary>The actor that ended.</summary>
    public IActorRef ActorRef { get; }

    /// <summary>Whether it is due to the loss of the actor's whole system.</summary>
    public bool AddressTerminated { get; }

    /// <summary>Whether the actor is known to have existed.</summary>
    public bool ExistenceConfirmed { get; }

    /// <inheritdoc/>
    public bool Equals(Terminated? other) => other is not null && Equals(ActorRef, other.ActorRef)
        && AddressTerminated == other.AddressTerminated && ExistenceConfirmed == other.ExistenceConfirmed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Terminated other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ActorRef, AddressTerminated, ExistenceConfirmed);

    /// <inheritdoc/>
    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>An outcome sent as a message.</summary>
public abstract class Status
{
    /// <summary>For the two outcomes.</summary>
    protected Status()
    {
    }

    /// <summary>It went well.</summary>
    public sealed class Success : Status
    {
        /// <summary>Without a value.</summary>
        public static readonly Success Instance = new(null!);

        /// <summary>The value.</summary>
        public readonly object Status;

        /// <summary>With a value.</summary>
        public Success(object status) => Status = status;

        /// <inheritdoc/>
        public override string ToString() => $"Success: {Status?.ToString() ?? "null"}";
    }

    /// <summary>It failed.</summary>
    public sealed class Failure : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause;

        /// <summary>What the failure is about.</summary>
        public readonly object State;

        /// <summary>With the reason.</summary>
        public Failure(Exception cause)
            : this(cause, null!)
        {
        }

        /// <summary>With the reason and what it is about.</summary>
        public Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        /// <inheritdoc/>
        public override string ToString() => $"Failure: {Cause}";
    }
}

/// <summary>Tells an actor that a whole system is lost.</summary>
internal sealed class AddressTerminated(Address address)
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, INoSerializationVerificationNeeded
{
    public Address Address { get; } = address;

    public override string ToString() => $"<AddressTerminated>: {Address}";
}
