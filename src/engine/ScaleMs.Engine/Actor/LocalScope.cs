using Akka.Util;

namespace Akka.Actor;

/// <summary>In this process.</summary>
public class LocalScope : Scope, ISurrogated
{
    private LocalScope()
    {
    }

    /// <summary>The only instance.</summary>
    public static LocalScope Instance { get; } = new();

    /// <inheritdoc/>
    public override Scope WithFallback(Scope other) => this;

    /// <inheritdoc/>
    public override Scope Copy() => Instance;

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => new LocalScopeSurrogate();

    /// <summary>The form of the scope that a serializer writes.</summary>
    public class LocalScopeSurrogate : ISurrogate
    {
        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
