namespace Akka.Dispatch;

/// <summary>Gives one actor a thread of its own.</summary>
public sealed class PinnedDispatcher : Dispatcher
{
    /// <summary>As a configurator makes it.</summary>
    public PinnedDispatcher(
        MessageDispatcherConfigurator configurator,
        string id,
        int throughput,
        long? throughputDeadlineTime,
        ExecutorServiceFactory executorServiceFactory,
        TimeSpan shutdownTimeout)
        : base(configurator, id, throughput, throughputDeadlineTime, executorServiceFactory, shutdownTimeout)
    {
    }
}
