namespace Akka.Dispatch;

/// <summary>Runs actors where the synchronization context that was current at its creation runs code, such as a user interface's thread.</summary>
public sealed class CurrentSynchronizationContextDispatcher : Dispatcher
{
    /// <summary>As a configurator makes it.</summary>
    public CurrentSynchronizationContextDispatcher(
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
