using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// Runs one task after another. A slot outlives the actor system, so a worker that loses its master keeps running the tasks it has.
/// </summary>
internal abstract class Slot(int number, ISlotHost owner, TimeProvider time)
{
    private volatile RunningTask? _running;

    public int Number { get; } = number;

    /// <summary>The task that runs now; null = none.</summary>
    public RunningTask? Running
    {
        get => _running;
        protected set => _running = value;
    }

    /// <summary>Tasks that wait for tasks they have submitted; they hold no slots.</summary>
    public virtual IReadOnlyCollection<RunningTask> Waiting => [];

    /// <summary>All tasks that have begun and not ended.</summary>
    public IEnumerable<RunningTask> Begun => Running is { } running ? Waiting.Append(running) : Waiting;

    /// <summary>True when a task that does not end occupies a thread of this process until the process ends.</summary>
    public abstract bool LeavesThreads { get; }

    protected ISlotHost Owner => owner;

    /// <summary>Starts taking tasks; called once.</summary>
    public abstract void Start();

    /// <summary>Takes no more tasks; the running one continues.</summary>
    public abstract void Stop();

    /// <summary>Ends everything now.</summary>
    public abstract void ShutDown();

    /// <summary>Tells a task to end; false when it was already told.</summary>
    public virtual bool End(RunningTask task, EndReason reason) => task.RequestEnd(reason);

    /// <summary>Ends a task without a grace period, by killing what runs it.</summary>
    /// <returns>False when it was already told to end, or runs in this process.</returns>
    public abstract bool EndNow(RunningTask task, EndReason reason);

    /// <summary>The process that the running task and all that it has started are in or below; 0 = none.</summary>
    public abstract int ProcessId { get; }

    /// <summary>The grace period of a task that was told to end.</summary>
    /// <param name="task">The task, which has a reason to end.</param>
    /// <param name="grace">The configured grace period.</param>
    public abstract TimeSpan Patience(RunningTask task, TimeSpan grace);

    /// <summary>Abandons a task that does not end: reports it and continues with the next.</summary>
    /// <returns>False when it ended after all.</returns>
    public abstract bool Abandon(RunningTask task);

    /// <summary>Code has changed: tasks that begin from now on run the new code.</summary>
    /// <param name="assemblies">True = assemblies have been rebuilt; false = modules of interpreters have been edited.</param>
    /// <returns>False: this slot cannot unload the code it has loaded.</returns>
    public virtual bool Renew(bool assemblies) => !assemblies;

    /// <summary>A task that may be prefetched in this slot has been withdrawn at the board.</summary>
    public virtual void Withdraw(AckRow id)
    {
        // A slot that does not prefetch has no prefetched tasks.
    }

    protected long NowMicroseconds() => TaskTimestamps.ToMicroseconds(time.GetUtcNow());
}
