using Akka.Actor;
using Akka.Util;

namespace Akka.Routing;

/// <summary>No router.</summary>
public class NoRouter : RouterConfig
{
    protected NoRouter() { }

    public static NoRouter Instance { get; } = new();

    public override string RouterDispatcher => throw new NotSupportedException("NoRouter has no dispatcher.");

    public Props Props(Props routeeProps) => routeeProps.WithRouter(Instance);

    public override Router CreateRouter(ActorSystem system) => throw new NotSupportedException("NoRouter does not create routers.");

    public override ActorBase CreateRouterActor() => throw new NotSupportedException("NoRouter does not create routers.");

    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig;

    public override ISurrogate ToSurrogate(ActorSystem system) => new NoRouterSurrogate();

    public class NoRouterSurrogate : ISurrogate
    {
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
