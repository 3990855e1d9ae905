using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs all actors of an id on the synchronization context in which it was first asked for.</summary>
internal sealed class CurrentSynchronizationContextDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new CurrentSynchronizationContextDispatcher(
        this,
        Config.GetString("id")!,
        Config.GetInt("throughput", MessageDispatcher.DefaultThroughput),
        ThroughputDeadline(),
        ConfigureExecutor(),
        Config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1)));
}

/// <summary>Makes a dispatcher, and so a thread, for each actor.</summary>
internal sealed class PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new PinnedDispatcher(
        this,
        Config.GetString("id")!,
        int.MaxValue,
        ThroughputDeadline(),
        new DedicatedThreadsExecutorServiceFactory(Config, Prerequisites, threads: 1),
        Config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1)));
}
