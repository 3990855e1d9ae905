using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>A slot that is a thread of this process. User code never occupies a thread that actors or heartbeats need.</summary>
#pragma warning disable CA1001 // A slot lasts as long as its process; each task is disposed of by the thread that ran it.
internal sealed class ThreadSlot : Slot
#pragma warning restore CA1001
{
    // An executor kills its program at the end of the grace period; the thread is free at most this much later.
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(2);

    private readonly TaskExecutors _executors;
    private readonly CancellationTokenSource _stop = new();
    private volatile RunningTask? _waiting;
    private volatile ThreadSubTasks? _subTasks;
    private volatile ProgramProcess? _program;

    private readonly BoardWaiter _boardWaiter = new();
    private readonly bool _subTasksOnly;

    public ThreadSlot(int number, ISlotHost owner, TaskExecutors executors, TimeProvider time, bool subTasksOnly)
        : base(number, owner, time) =>
        (_executors, _subTasksOnly) = (executors, subTasksOnly);

    public override bool LeavesThreads => true;

    public override IReadOnlyCollection<RunningTask> Waiting => _waiting is { } waiting ? [waiting] : [];

    public override int ProcessId => _program?.Id ?? 0;

    public override void Start() => StartThread();

    public override TimeSpan Patience(RunningTask task, TimeSpan grace) => TaskExecutors.IsProgram(task.Row) ? grace + KillTime : grace;

    public override void Stop() => _stop.Cancel();

    public override void ShutDown()
    {
        Stop();
        _executors.ShutDown();
        Running?.RequestEnd(EndReason.Canceled);
    }

    public override bool EndNow(RunningTask task, EndReason reason)
    {
        if (task != Running || ProcessId is not (> 0 and var process) || !End(task, reason))
        {
            return false;
        }

        ProcessTree.Kill([process]);
        return true;
    }

    public override bool Abandon(RunningTask task)
    {
        if (!task.TryEnd())
        {
            return false;
        }

        // When the task finally returns, the old thread sees that the task has already been ended, and exits.
        Report(task, task.EndedFor(task.Reason!.Unresponsive()));
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
                using var task = Take();
                if (task.Row.Attempt > 1)
                {
                    Owner.Announce(task.Row, _stop.Token);
                }

                Owner.Started(this, task);
                if (task.Row.Ranks.AreSeveral && Owner.Ranks.Of(task.Row).MustEnd is { } reason)
                {
                    Owner.StartedDespite(this, task, reason);
                }

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

        Owner.Stopped(this);
    }

    private RunningTask Take()
    {
        if (!_subTasksOnly)
        {
            return Owner.Board.Take(Begin, Owner.Idle, _stop.Token);
        }

        var row = Owner.Board.TakeSubTask(_boardWaiter, _stop.Token);
        var task = Begin(row);
        if (Owner.Board.Begin(row))
        {
            task.RequestEnd(EndReason.Canceled);
        }

        return task;
    }

    private RunningTask Begin(TaskRow row)
    {
        var task = RunningTask.WithCancellation(row, NowMicroseconds(), _executors.NewOutput(row.Ranks.AreSeveral ? Owner.Ranks.Of(row).Output : null));
        Running = task;
        (_subTasks, _program) = (null, new ProgramProcess());
        return task;
    }

    private ThreadSubTasks SubTasksOf(RunningTask task) => _subTasks ??= new ThreadSubTasks(Owner, task, waits =>
    {
        _waiting = waits ? task : null;
        Running = waits ? null : task;
    });

    private Execution Run(RunningTask task)
    {
        try
        {
            if (task.Reason is { } before)
            {
                return task.EndedFor(before);
            }

#pragma warning disable VSTHRD002 // The slot owns the thread: while its task awaits, it has no other work.
            var row = RankedTask.ForExecutor(task.Row);
            var execution = _executors.RunAsync(row, task.Output, task.Cancellation, row.Ranks.AreSeveral ? Owner.Ranks.Of(row).NewEndpoint(row.Ranks.First) : null, row.Ranks.AreSeveral ? null : () => SubTasksOf(task).Client, _program)
                .AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return task.Reason is { } reason ? task.EndedFor(reason) : execution;
        }
        catch (OperationCanceledException) when (task.Reason is not null)
        {
            return task.EndedFor(task.Reason);
        }
        catch (Exception error)
        {
            // Executors report errors of the user's code; this one is the executor's own, and is the task's outcome all the same.
            return Execution.Failed(ErrorType.Of(error) with { Kind = ErrorKind.Crash }, error.Message);
        }
    }

    private void Report(RunningTask task, Execution execution)
    {
        // The result first, so that there is no moment at which the task is neither running nor ended.
        Owner.Add(task.Row, task.Result(execution, NowMicroseconds()));
        var holdsNone = _subTasks?.End() == true;
        (Running, _waiting) = (null, null);
        if (!holdsNone)
        {
            Owner.Board.Release(task.Row);
        }

        Owner.Ended();
    }
}
