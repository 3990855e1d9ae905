using System.Collections.Immutable;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>
/// The sub-tasks of a worker's running tasks, between the processes that submit them and <see cref="SubTaskSession"/>, which exchanges them with the
/// master. It lives as long as the worker's process, so what is not final survives its actor systems. All methods may be called on any thread; owners are
/// called without a lock.
/// </summary>
/// <param name="process">The worker's process, also the id of its session.</param>
internal sealed class SubTaskPort(Guid process)
{
    /// <summary>After that many tasks there is another submission: the master keeps one as long as it keeps any of its tasks.</summary>
    internal const int TasksOfSubmission = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<TaskKey, SubTask> _open = [];
    private readonly Queue<SubTask> _unsent = new();
    private Guid _submission = Guid.CreateVersion7();
    private int _next;
    private Guid? _incarnation;
    private Action? _waiting;
    private volatile string _masterUid = "";

    /// <summary>Id of the session with the master.</summary>
    public Guid Session { get; } = process;

    /// <summary>Uid of the master, which descriptions may name. Set when the worker is registered, so before any of its tasks runs.</summary>
    public string MasterUid
    {
        get => _masterUid;
        set => _masterUid = value;
    }

    /// <summary>Sub-tasks that are not final.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Submits a sub-task. If it cannot be read, it is FAILED at once.</summary>
    /// <param name="parent">The running task that submits it.</param>
    /// <param name="form">What the JSON is.</param>
    /// <param name="json">A work item, or a description.</param>
    /// <param name="owner">The process that waits for it.</param>
    /// <param name="request">Its number there.</param>
    public void Submit(in TaskRow parent, PayloadKind form, ReadOnlyMemory<byte> json, ISubTaskOwner owner, uint request)
    {
        TaskRow row;
        try
        {
            row = SubTaskRows.Of(NextKey(), parent, form, json.Span, MasterUid);
        }
        catch (ProtocolException error)
        {
            owner.Ended(request, TaskState.Failed, TaskOutcome.Error(ErrorType.InvalidTask, error.Message).ToUtf8Json());
            return;
        }

        Action? waiting;
        lock (_gate)
        {
            var task = new SubTask(row, owner, request);
            _open.Add(task.Row.Key, task);
            _unsent.Enqueue(task);
            waiting = _waiting;
        }

        waiting?.Invoke();
    }

    /// <summary>The process is gone: what it has submitted is acknowledged when it ends, and dropped. The master ends it with its parent.</summary>
    public void Forget(ISubTaskOwner owner)
    {
        lock (_gate)
        {
            foreach (var task in _open.Values.Where(task => task.Owner == owner).ToList())
            {
                task.Owner = null;
                if (!task.WasSent)
                {
                    Remove(task.Row.Key);
                }
            }
        }
    }

    /// <summary>From now on, <paramref name="waiting"/> is called when there are tasks to be sent. All that is not accepted has to be sent again.</summary>
    /// <param name="waiting">Called on any thread.</param>
    public void Attach(Action waiting)
    {
        lock (_gate)
        {
            _waiting = waiting;
            _unsent.Clear();
            foreach (var task in _open.Values.Where(static task => !task.IsAccepted))
            {
                _unsent.Enqueue(task);
            }
        }
    }

    /// <summary>Ends <see cref="Attach"/>, unless another has taken over.</summary>
    public void Detach(Action waiting)
    {
        lock (_gate)
        {
            if (_waiting == waiting)
            {
                _waiting = null;
            }
        }
    }

    /// <summary>The rows that have to be sent; each is taken once.</summary>
    public List<TaskRow> TakeUnsent()
    {
        lock (_gate)
        {
            var rows = new List<TaskRow>(_unsent.Count);
            while (_unsent.TryDequeue(out var task))
            {
                if (!task.IsAccepted && _open.ContainsKey(task.Row.Key))
                {
                    task.WasSent = true;
                    rows.Add(task.Row);
                }
            }

            return rows;
        }
    }

    /// <summary>The session is open. A master without a journal that was restarted has no record of what was accepted: that has failed.</summary>
    public void Opened(Guid incarnation)
    {
        List<SubTask> lost = [];
        lock (_gate)
        {
            if (_incarnation is { } known && known != incarnation)
            {
                lost = Remove(static task => task.IsAccepted);
            }

            _incarnation = incarnation;
        }

        End(lost, "the master was restarted without a journal and no longer knows the task");
    }

    /// <summary>Submissions with accepted tasks that are not final.</summary>
    public ImmutableArray<Guid> Awaited()
    {
        lock (_gate)
        {
            return [.. _open.Values.Where(static task => task.IsAccepted).Select(static task => task.Row.Key.Submission).Distinct()];
        }
    }

    /// <summary>The master has accepted the task.</summary>
    public void Accepted(TaskKey key)
    {
        SubTask? task;
        ISubTaskOwner? owner;
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out task) || task.IsAccepted)
            {
                return;
            }

            task.Accept();
            owner = task.Owner;
        }

        owner?.Accepted(task.Request, task.Row.Uid.ToString());
    }

    /// <summary>The master has refused the task.</summary>
    public void Refused(TaskKey key, string reason)
    {
        SubTask? task;
        lock (_gate)
        {
            task = Remove(key);
        }

        if (task is not null)
        {
            End([task], reason);
        }
    }

    /// <summary>The task is final. Its result may come before the answer to its batch, if that was lost with a connection.</summary>
    public void Ended(in ResultRow row)
    {
        SubTask? task;
        lock (_gate)
        {
            task = Remove(row.Key);
        }

        if (task is null)
        {
            return;
        }

        if (!task.IsAccepted)
        {
            task.Owner?.Accepted(task.Request, task.Row.Uid.ToString());
        }

        task.Owner?.Ended(task.Request, row.State, row.Payload);
    }

    /// <summary>The master delivers no more results of the submission. Later tasks are of another one.</summary>
    public void Lost(Guid submission, string reason)
    {
        List<SubTask> lost;
        lock (_gate)
        {
            lost = Remove(task => task.Row.Key.Submission == submission);
            if (_submission == submission)
            {
                _next = TasksOfSubmission;
            }
        }

        End(lost, reason);
    }

    private TaskKey NextKey()
    {
        lock (_gate)
        {
            if (_next == TasksOfSubmission)
            {
                (_submission, _next) = (Guid.CreateVersion7(), 0);
            }

            return new TaskKey(_submission, _next++);
        }
    }

    /// <summary>Takes a task out; null = it is not there. The caller has the lock.</summary>
    private SubTask? Remove(TaskKey key) => _open.Remove(key, out var task) ? task : null;

    /// <summary>Takes tasks out. The caller has the lock.</summary>
    private List<SubTask> Remove(Func<SubTask, bool> isIt)
    {
        var removed = _open.Values.Where(isIt).ToList();
        removed.ForEach(task => Remove(task.Row.Key));
        return removed;
    }

    private static void End(List<SubTask> tasks, string reason)
    {
        if (tasks.Count > 0)
        {
            var outcome = TaskOutcome.Error(ErrorType.Refused, reason).ToUtf8Json();
            tasks.ForEach(task => task.Owner?.Ended(task.Request, TaskState.Failed, outcome));
        }
    }
}
