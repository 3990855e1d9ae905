using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Routing;

/// <summary>Stands for the router that the configuration has for the actor's path.</summary>
public class FromConfig : Pool
{
    public FromConfig() : this(null, null, null) { }

    public FromConfig(Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher)
        : base(0, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher: false) { }

    public static FromConfig Instance { get; } = new();

    public Props Props() => Actor.Props.Empty.WithRouter(this);

    public FromConfig WithDispatcher(string dispatcherId) => new(Resizer, SupervisorStrategy, dispatcherId);

    public FromConfig WithResizer(Resizer resizer) => new(resizer, SupervisorStrategy, RouterDispatcher);

    public FromConfig WithSupervisorStrategy(SupervisorStrategy strategy) => new(Resizer, strategy, RouterDispatcher);

    public override Router CreateRouter(ActorSystem system) => throw new NotSupportedException("FromConfig stands for a configured router and makes none itself.");

    public override ActorBase CreateRouterActor() => throw new NotSupportedException("FromConfig stands for a configured router and makes none itself.");

    public override int GetNrOfInstances(ActorSystem sys) => 0;

    public override void VerifyConfig(ActorPath path) =>
        throw new ConfigurationException($"Configuration missing for router [{path}] in 'akka.actor.deployment' section.");

    public override ISurrogate ToSurrogate(ActorSystem system) => new FromConfigSurrogate();

    public class FromConfigSurrogate : ISurrogate
    {
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
