using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// Runs one task after another. A slot outlives the actor system, so a worker that loses its master goes on with what it has.
/// </summary>
internal abstract class Slot(int number, ISlotHost owner, TimeProvider time)
{
    private volatile RunningTask? _running;

    public int Number { get; } = number;

    /// <summary>What runs now; null = nothing.</summary>
    public RunningTask? Running
    {
        get => _running;
        protected set => _running = value;
    }

    /// <summary>True when a task that does not end occupies a thread of this process until the process ends.</summary>
    public abstract bool LeavesThreads { get; }

    protected ISlotHost Owner => owner;

    /// <summary>Begins to take tasks; once.</summary>
    public abstract void Start();

    /// <summary>Takes no further task; the one that runs goes on.</summary>
    public abstract void Stop();

    /// <summary>Ends everything now.</summary>
    public abstract void ShutDown();

    /// <summary>Tells a task to end; false when it was told before.</summary>
    public virtual bool End(RunningTask task, EndReason reason) => task.RequestEnd(reason);

    /// <summary>How long a task that was told to end may take.</summary>
    /// <param name="task">The task, which has a reason to end.</param>
    /// <param name="grace">As configured.</param>
    public abstract TimeSpan Patience(RunningTask task, TimeSpan grace);

    /// <summary>Gives up on a task that does not end: reports it and goes on with the next.</summary>
    /// <returns>False when it ended after all.</returns>
    public abstract bool Abandon(RunningTask task);

    /// <summary>Modules have been built again: what begins from now on runs the new code.</summary>
    /// <returns>False: this slot cannot let go of the code that it has.</returns>
    public virtual bool Renew() => false;

    /// <summary>A task that may wait ahead in this slot has been withdrawn at the board.</summary>
    public virtual void Withdraw(AckRow id)
    {
        // Nothing waits ahead in a slot that does not take anything ahead.
    }

    protected long NowMicroseconds() => TaskTimestamps.ToMicroseconds(time.GetUtcNow());
}
