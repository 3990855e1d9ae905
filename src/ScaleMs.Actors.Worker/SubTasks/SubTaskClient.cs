using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>The sub-tasks of one running task. A task that waits for several waits until the last of them has ended.</summary>
/// <param name="line">Leads to the slot.</param>
/// <param name="nextRequest">Numbers requests; they are unique in the process.</param>
internal sealed class SubTaskClient(ISubTaskLine line, Func<uint> nextRequest) : ISubTasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, SubTask> _open = [];
    private readonly List<TaskCompletionSource> _held = [];
    private int _waits;
    private bool _waiting;
    private bool _isOver;

    public async Task<ISubTask> SubmitAsync(TaskInput task, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var (form, payload) = task.Content is WorkItem item
            ? (PayloadKind.WorkItem, item.ToUtf8Json())
            : (PayloadKind.Description, ((TaskDescription)task.Content).ToUtf8Json());
        if (form == PayloadKind.WorkItem && !ReferenceEquals(task.Scheduling, TaskScheduling.Default))
        {
            throw new SubTaskRefusedException("a sub-task with dependencies, retries or a name must be a description");
        }

        var request = nextRequest();
        var submitted = new SubTask(this);
        lock (_gate)
        {
            if (_isOver)
            {
                throw new SubTaskRefusedException("the task that submits has ended");
            }

            _open.Add(request, submitted);
        }

        line.Submit(request, form, payload);
        await submitted.Accepted.Task.WaitAsync(cancellation).ConfigureAwait(false);
        return submitted;
    }

    /// <summary>The master has the task.</summary>
    public void Accepted(uint request, string uid)
    {
        SubTask? task;
        lock (_gate)
        {
            _open.TryGetValue(request, out task);
        }

        if (task is not null)
        {
            task.Uid = uid;
            task.Accepted.TrySetResult();
        }
    }

    /// <summary>The task has ended, or was not accepted.</summary>
    public void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome)
    {
        SubTask? task;
        lock (_gate)
        {
            _open.Remove(request, out task);
        }

        if (task is null)
        {
            return;
        }

        var result = new SubTaskResult(state, TaskOutcome.ParseOrError(outcome.Span));
        if (task.Accepted.Task.IsCompleted || result.Outcome.ErrorKind is not (ErrorKind.Refused or ErrorKind.Invalid))
        {
            task.Accepted.TrySetResult();
            task.Result.TrySetResult(result);
        }
        else
        {
            task.Accepted.TrySetException(new SubTaskRefusedException(result.Outcome.Exception ?? "the master does not accept the task"));
        }
    }

    /// <summary>The slot has slots for the task.</summary>
    public void GoOn()
    {
        List<TaskCompletionSource> held;
        lock (_gate)
        {
            _waiting = false;
            held = [.. _held];
            _held.Clear();
        }

        held.ForEach(static wait => wait.TrySetResult());
    }

    /// <summary>The task that submits has ended.</summary>
    public void Close()
    {
        List<SubTask> open;
        lock (_gate)
        {
            _isOver = true;
            open = [.. _open.Values];
            _open.Clear();
        }

        open.ForEach(static task => task.Cancel());
        GoOn();
    }

    private async Task<SubTaskResult> WaitAsync(SubTask task, CancellationToken cancellation)
    {
        if (task.Result.Task.IsCompleted)
        {
            return await task.Result.Task.ConfigureAwait(false);
        }

        Begin();
        try
        {
            return await task.Result.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (End() is { } held)
            {
                await held.Task.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            _waits++;
            if (_waiting)
            {
                return;
            }

            _waiting = true;
        }

        line.Waits();
    }

    /// <summary>One wait is over.</summary>
    /// <returns>Completed when the task may go on; null = at once, because it still waits for others.</returns>
    private TaskCompletionSource? End()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (--_waits > 0 || !_waiting)
            {
                return null;
            }

            _held.Add(held);
        }

        line.WantsToGoOn();
        return held;
    }

    private sealed class SubTask(SubTaskClient client) : ISubTask
    {
        public string Uid { get; set; } = "";

        public TaskCompletionSource Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<SubTaskResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<SubTaskResult> WaitAsync(CancellationToken cancellation = default) => client.WaitAsync(this, cancellation);

        public void Cancel()
        {
            Accepted.TrySetCanceled();
            Result.TrySetCanceled();
        }
    }
}
