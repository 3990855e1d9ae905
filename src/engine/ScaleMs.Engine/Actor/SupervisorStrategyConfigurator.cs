using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Makes the strategy of a guardian. Derived classes are named in the configuration.</summary>
public abstract class SupervisorStrategyConfigurator
{
    /// <summary>For derived classes.</summary>
    protected SupervisorStrategyConfigurator()
    {
    }

    /// <summary>Makes the configurator of a name.</summary>
    public static SupervisorStrategyConfigurator CreateConfigurator(string typeName)
    {
        switch (typeName)
        {
            case "Akka.Actor.DefaultSupervisorStrategy":
                return new DefaultSupervisorStrategy();
            case "Akka.Actor.StoppingSupervisorStrategy":
                return new StoppingSupervisorStrategy();
            default:
                var type = EngineTypes.Resolve(typeName)
                    ?? throw new ConfigurationException($"Could not find supervisor strategy configurator [{typeName}]");
                return (SupervisorStrategyConfigurator)Activator.CreateInstance(type)!;
        }
    }

    /// <summary>The strategy.</summary>
    public abstract SupervisorStrategy Create();
}

/// <summary>One for one, by the default decider.</summary>
public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    /// <inheritdoc/>
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

/// <summary>Stops every child that fails.</summary>
public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    /// <inheritdoc/>
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
