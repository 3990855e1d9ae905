using Akka.Configuration;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Makes the dispatcher of one configured id. Derived classes are named in the configuration.</summary>
public abstract class MessageDispatcherConfigurator
{
    /// <summary>As the engine makes it.</summary>
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    /// <summary>The dispatcher's section.</summary>
    public Config Config { get; }

    /// <summary>What the system offers.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher.</summary>
    public abstract MessageDispatcher Dispatcher();

    /// <summary>The executor that the section names.</summary>
    protected ExecutorServiceConfigurator ConfigureExecutor()
    {
        var executor = Config.GetString("executor");
        switch (executor)
        {
            case null or "" or "default-executor" or "thread-pool-executor" or "channel-executor":
                return new ThreadPoolExecutorServiceFactory(Config, Prerequisites);
            case "fork-join-executor":
                return new DedicatedThreadsExecutorServiceFactory(Config, Prerequisites, ThreadCount());
            case "task-executor":
                return new TaskExecutorServiceFactory(Config, Prerequisites);
            case "current-context-executor":
                return new CurrentContextExecutorServiceFactory(Config, Prerequisites);
            default:
                var type = EngineTypes.Resolve(executor)
                    ?? throw new ConfigurationException($"Could not resolve executor service configurator type [{executor}] for path [{Config.GetString("id")}]");
                return (ExecutorServiceConfigurator)Activator.CreateInstance(type, Config, Prerequisites)!;
        }
    }

    internal long? ThroughputDeadline()
    {
        var deadline = Config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero).Ticks;
        return deadline > 0 ? deadline : null;
    }

    private int ThreadCount()
    {
        var dedicated = Config.GetInt("dedicated-thread-pool.thread-count");
        return dedicated > 0
            ? dedicated
            : ThreadPoolConfig.ScaledPoolSize(
                Config.GetInt("fork-join-executor.parallelism-min", 2),
                Config.GetDouble("fork-join-executor.parallelism-factor", 1.0),
                Config.GetInt("fork-join-executor.parallelism-max", 64));
    }
}
