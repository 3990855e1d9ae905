namespace Akka.Dispatch;

/// <summary>Runs many actors on the threads of one executor.</summary>
public class Dispatcher : MessageDispatcher
{
    private readonly Lock _lock = new();
    private readonly ExecutorServiceFactory _factory;
    private readonly bool _onThreadPool;
    private ExecutorService? _executor;

    /// <summary>As a configurator makes it.</summary>
    public Dispatcher(
        MessageDispatcherConfigurator configurator,
        string id,
        int throughput,
        long? throughputDeadlineTime,
        ExecutorServiceFactory executorServiceFactory,
        TimeSpan shutdownTimeout)
        : base(configurator)
    {
        Id = id;
        Throughput = throughput;
        ThroughputDeadlineTime = throughputDeadlineTime;
        ShutdownTimeout = shutdownTimeout;
        _factory = executorServiceFactory;
        _onThreadPool = executorServiceFactory is ThreadPoolExecutorServiceFactory;
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run)
    {
        if (_onThreadPool)
        {
            // The actor that sends and the one that receives share warm caches, hence the local queue.
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);
            return;
        }

        (Volatile.Read(ref _executor) ?? StartExecutor()).Execute(run);
    }

    /// <inheritdoc/>
    protected override void Shutdown()
    {
        lock (_lock)
        {
            _executor?.Shutdown();
            _executor = null;
        }
    }

    internal override void OnUninhabited()
    {
        if (!_onThreadPool && ShutdownTimeout >= TimeSpan.Zero)
        {
            Configurator.Prerequisites.Scheduler.Advanced.ScheduleOnce(ShutdownTimeout, ShutdownIfUninhabited);
        }
    }

    private ExecutorService StartExecutor()
    {
        lock (_lock)
        {
            return _executor ??= _factory.Produce(Id);
        }
    }
}
