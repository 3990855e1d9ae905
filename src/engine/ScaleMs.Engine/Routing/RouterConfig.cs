using Akka.Actor;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Routing;

/// <summary>How a router finds its routees and chooses among them.</summary>
#pragma warning disable CA1067 // pools and groups override Equals
public abstract class RouterConfig : ISurrogated, IEquatable<RouterConfig>
#pragma warning restore CA1067
{
    private readonly string? _routerDispatcher;

    protected RouterConfig() { }

    protected RouterConfig(string? routerDispatcher) => _routerDispatcher = routerDispatcher;

    /// <summary>What runs the router itself (its management messages; ordinary messages never enter its mailbox).</summary>
    public virtual string RouterDispatcher => string.IsNullOrEmpty(_routerDispatcher) ? Dispatchers.DefaultDispatcherId : _routerDispatcher;

    public virtual bool StopRouterWhenAllRouteesRemoved => true;

    public abstract Router CreateRouter(ActorSystem system);

    public abstract ActorBase CreateRouterActor();

    /// <summary>This configuration, completed by what another one says and this one leaves open.</summary>
    public virtual RouterConfig WithFallback(RouterConfig routerConfig) => this;

    /// <summary>Whether a message is for the router itself rather than for a routee.</summary>
    public virtual bool IsManagementMessage(object message) =>
        message is IAutoReceivedMessage or ReceiveTimeout or RouterManagementMessage;

    /// <summary>Throws when the configuration cannot be used at this path.</summary>
    public virtual void VerifyConfig(ActorPath path) { }

    public abstract ISurrogate ToSurrogate(ActorSystem system);

    public bool Equals(RouterConfig? other) => Equals((object?)other);

    /// <summary>What every configuration has to have in common to be equal.</summary>
    internal bool IsAlike(object? other) =>
        other is RouterConfig config && config.GetType() == GetType() && config.RouterDispatcher == RouterDispatcher;
}
