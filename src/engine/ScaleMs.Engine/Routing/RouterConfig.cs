using Akka.Actor;
using Akka.Util;

namespace Akka.Routing;

/// <summary>How a router finds its routees and chooses among them.</summary>
public abstract class RouterConfig : ISurrogated
{
    /// <summary>For derived classes.</summary>
    protected RouterConfig()
    {
    }

    /// <summary>This one, unless it says nothing.</summary>
    public virtual RouterConfig WithFallback(RouterConfig routerConfig) => this;

    /// <inheritdoc/>
    public abstract ISurrogate ToSurrogate(ActorSystem system);
}
