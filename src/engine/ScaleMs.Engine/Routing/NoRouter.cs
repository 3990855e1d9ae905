using Akka.Actor;
using Akka.Util;

namespace Akka.Routing;

/// <summary>No router.</summary>
public class NoRouter : RouterConfig
{
    protected NoRouter() { }

    public static NoRouter Instance { get; } = new();

    public override string RouterDispatcher => throw new NotSupportedException("NoRouter has no dispatcher.");

#pragma warning disable CA1822 // a member of the instance in the API
    public Props Props(Props routeeProps) => routeeProps.WithRouter(Instance);
#pragma warning restore CA1822

    public override Router CreateRouter(ActorSystem system) => throw new NotSupportedException("NoRouter does not create routers.");

    public override ActorBase CreateRouterActor() => throw new NotSupportedException("NoRouter does not create routers.");

    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig;

    public override ISurrogate ToSurrogate(ActorSystem system) => new NoRouterSurrogate();

    public class NoRouterSurrogate : ISurrogate
    {
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
