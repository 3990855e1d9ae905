using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Executors;

namespace ScaleMs.Actors.Workers.Node;

/// <summary>
/// A thread of its own that runs one task after another. User code never occupies a thread that actors or heartbeats need. A slot
/// outlives the actor system, so a worker that loses its master goes on with what it has.
/// </summary>
#pragma warning disable CA1001 // A slot lasts as long as its process; each task is disposed of by the thread that ran it.
internal sealed class Slot
#pragma warning restore CA1001
{
    private readonly WorkerSlots _owner;
    private readonly TaskExecutors _executors;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private volatile RunningTask? _running;

    public Slot(int number, WorkerSlots owner, TaskExecutors executors, TimeProvider time)
    {
        (Number, _owner, _executors, _time) = (number, owner, executors, time);
        StartThread();
    }

    public int Number { get; }

    /// <summary>What runs now; null = nothing.</summary>
    public RunningTask? Running => _running;

    /// <summary>Takes no further task; the one that runs goes on.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Gives up on a task that does not end: reports it and goes on with the next on a new thread.</summary>
    /// <returns>False when it ended after all.</returns>
    public bool GiveUp(RunningTask task)
    {
        if (!task.TryEnd())
        {
            return false;
        }

        // The old thread sees, when the task lets it go, that somebody else ended the task, and ends too.
        Report(task, task.Reason!.Deaf().ToExecution());
        StartThread();
        return true;
    }

    private void StartThread() => new Thread(Loop) { IsBackground = true, Name = $"slot-{Number}" }.Start();

    private void Loop()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var task = _owner.Board.Take(Begin, _owner.Idle, _stop.Token);
                _owner.Started(this, task);
                var execution = Run(task);
                if (!task.TryEnd())
                {
                    return;
                }

                Report(task, execution);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The slot was stopped while it waited.
        }
    }

    private RunningTask Begin(TaskRow row) => _running = new RunningTask(row, NowMicroseconds());

    private Execution Run(RunningTask task)
    {
        try
        {
#pragma warning disable VSTHRD002 // The thread is the slot's own: while its task awaits, it has nothing else to do.
            var execution = _executors.RunAsync(task.Row, task.Cancellation).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return task.Reason?.ToExecution() ?? execution;
        }
        catch (OperationCanceledException) when (task.Reason is not null)
        {
            return task.Reason.ToExecution();
        }
        catch (Exception error)
        {
            // Executors report what the user's code does wrong; this is one of theirs, and it is the task's outcome all the same.
            return Execution.Failed(error.GetType().FullName!, error.Message);
        }
    }

    private void Report(RunningTask task, Execution execution)
    {
        _running = null;
        _owner.Board.Release(task.Row);
        _owner.Ended(task.Result(execution, NowMicroseconds()));
    }

    private long NowMicroseconds() => TaskTimestamps.ToMicroseconds(_time.GetUtcNow());
}
