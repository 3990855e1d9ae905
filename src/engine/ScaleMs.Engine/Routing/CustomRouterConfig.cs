using Akka.Actor;

namespace Akka.Routing;

/// <summary>For routers with routees and logic of their own.</summary>
public abstract class CustomRouterConfig : RouterConfig
{
    protected CustomRouterConfig() { }

    protected CustomRouterConfig(string routerDispatcher) : base(routerDispatcher) { }

    public override ActorBase CreateRouterActor() => new RouterActor();
}
