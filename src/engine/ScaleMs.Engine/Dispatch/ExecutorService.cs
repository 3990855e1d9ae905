namespace Akka.Dispatch;

/// <summary>Threads that run things.</summary>
public abstract class ExecutorService
{
    /// <summary>Under a name.</summary>
    protected ExecutorService(string id) => Id = id;

    /// <summary>Its name.</summary>
    public string Id { get; }

    /// <summary>Runs something soon.</summary>
    public abstract void Execute(IRunnable run);

    /// <summary>Gives up the threads after what is queued.</summary>
    public abstract void Shutdown();
}
