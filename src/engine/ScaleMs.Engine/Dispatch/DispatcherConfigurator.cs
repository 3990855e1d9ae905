using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Makes the dispatcher that all actors of an id share.</summary>
public sealed class DispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Dispatcher _instance;

    /// <summary>As the engine makes it.</summary>
    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _instance = new Dispatcher(
            this,
            config.GetString("id")!,
            config.GetInt("throughput", MessageDispatcher.DefaultThroughput),
            ThroughputDeadline(),
            ConfigureExecutor(),
            config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1)));

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _instance;
}
