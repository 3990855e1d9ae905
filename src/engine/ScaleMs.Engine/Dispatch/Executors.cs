using System.Collections.Concurrent;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>The process's thread pool.</summary>
internal sealed class ThreadPoolExecutorServiceFactory(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new ThreadPoolExecutor(id);

    private sealed class ThreadPoolExecutor(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);

        public override void Shutdown()
        {
        }
    }
}

/// <summary>The default task scheduler.</summary>
internal sealed class TaskExecutorServiceFactory(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new TaskExecutor(id);

    private sealed class TaskExecutor(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) =>
            _ = Task.Factory.StartNew(run.Run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

        public override void Shutdown()
        {
        }
    }
}

/// <summary>The synchronization context in which the dispatcher was made.</summary>
internal sealed class CurrentContextExecutorServiceFactory(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    private readonly SynchronizationContext _context = SynchronizationContext.Current
        ?? throw new InvalidOperationException("There is no synchronization context on this thread for the dispatcher to run actors in");

    public override ExecutorService Produce(string id) => new ContextExecutor(id, _context);

    private sealed class ContextExecutor(string id, SynchronizationContext context) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => context.Post(static state => ((IRunnable)state!).Run(), run);

        public override void Shutdown()
        {
        }
    }
}

/// <summary>A fixed number of threads that do nothing else.</summary>
internal sealed class DedicatedThreadsExecutorServiceFactory(Config config, IDispatcherPrerequisites prerequisites, int threads)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new DedicatedThreads(id, threads);

    private sealed class DedicatedThreads : ExecutorService
    {
        private readonly BlockingCollection<IRunnable> _work = [];

        public DedicatedThreads(string id, int threads)
            : base(id)
        {
            for (var i = 0; i < threads; i++)
            {
                new Thread(Work) { IsBackground = true, Name = $"{id}-{i}" }.Start();
            }
        }

        public override void Execute(IRunnable run)
        {
            try
            {
                _work.Add(run);
            }
            catch (InvalidOperationException e)
            {
                throw new RejectedExecutionException($"The executor [{Id}] is shut down", e);
            }
        }

        public override void Shutdown() => _work.CompleteAdding();

        private void Work()
        {
            foreach (var run in _work.GetConsumingEnumerable())
            {
                run.Run();
            }
        }
    }
}
