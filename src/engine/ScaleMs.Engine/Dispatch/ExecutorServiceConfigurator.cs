using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Makes executors as a dispatcher's configuration says. Derived classes are named in the configuration.</summary>
public abstract class ExecutorServiceConfigurator : ExecutorServiceFactory
{
    /// <summary>As the engine makes it.</summary>
    protected ExecutorServiceConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    /// <summary>The dispatcher's section.</summary>
    public Config Config { get; }

    /// <summary>What the system offers.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }
}
