using Akka.Actor;
using Akka.Util;

namespace Akka.Routing;

/// <summary>No router.</summary>
public class NoRouter : RouterConfig
{
    /// <summary>For the only instance.</summary>
    protected NoRouter()
    {
    }

    /// <summary>The only instance.</summary>
    public static NoRouter Instance { get; } = new();

    /// <inheritdoc/>
    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig;

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new NoRouterSurrogate();

    /// <summary>The form of no router that a serializer writes.</summary>
    public class NoRouterSurrogate : ISurrogate
    {
        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
