using Akka.Util;

namespace Akka.Actor;

/// <summary>The base of every ref: identity is the path with its uid.</summary>
public abstract class ActorRefBase : IActorRef
{
    /// <summary>For derived classes.</summary>
    protected ActorRefBase()
    {
    }

    /// <inheritdoc/>
    public abstract ActorPath Path { get; }

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender)
    {
        if (message is null && !TakesNull)
        {
            throw new InvalidMessageException();
        }

        TellInternal(message!, sender!);
    }

    /// <summary>Whether null is a message: it is no message to an actor, but may be the answer to a question.</summary>
    internal virtual bool TakesNull => false;

    /// <summary>Delivers a message.</summary>
    protected abstract void TellInternal(object message, IActorRef sender);

    /// <inheritdoc/>
    public override string ToString()
    {
        var path = Path;
        return path.Uid == ActorCell.UndefinedUid ? $"[{path}]" : $"[{path.ToStringWithUid()}]";
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is IActorRef other && Equals(other));

    /// <inheritdoc/>
    public bool Equals(IActorRef? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path);
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // The uid alone tells nearly all actors apart; hashing the names of the whole path would cost far more.
        var path = Path;
        return path.Uid != ActorCell.UndefinedUid ? path.Uid.GetHashCode() : path.GetHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null or IActorRef
        ? CompareTo((IActorRef?)obj)
        : throw new ArgumentException($"Cannot compare [{obj.GetType()}] with an actor ref", nameof(obj));

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Path.CompareTo(other.Path);
        return order != 0 ? order : Path.Uid.CompareTo(other.Path.Uid);
    }

    /// <inheritdoc/>
    public virtual ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(Serialization.Serialization.SerializedActorPath(this));

    /// <summary>The form of a ref that a serializer writes.</summary>
    public class Surrogate : ISurrogate
    {
        /// <summary>Keeps the text of a path.</summary>
        public Surrogate(string path) => Path = path;

        /// <summary>The path with address and uid.</summary>
        public string Path { get; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => ((ExtendedActorSystem)system).Provider.ResolveActorRef(Path);
    }
}
