using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Remote;

/// <summary>Makes the failure detector that a configuration names; its constructor takes the configuration and the event stream.</summary>
public static class FailureDetectorLoader
{
    public static FailureDetector Load(string fqcn, Config config, ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (EngineTypes.Resolve(fqcn) is not { } type || !typeof(FailureDetector).IsAssignableFrom(type))
        {
            throw new ConfigurationException($"Failure detector [{fqcn}] is not a type derived from {typeof(FailureDetector)}.");
        }

        var constructor = type.GetConstructor([typeof(Config), typeof(EventStream)])
            ?? throw new ConfigurationException($"Failure detector [{fqcn}] has no constructor (Config, EventStream).");
        try
        {
            return (FailureDetector)constructor.Invoke([config, system.EventStream]);
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is { } cause)
        {
            throw new ConfigurationException($"Failure detector [{fqcn}] could not be made: {cause.Message}", cause);
        }
    }

    public static FailureDetector LoadFailureDetector(IActorContext context, string fqcn, Config config)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Load(fqcn, config, context.System);
    }
}
