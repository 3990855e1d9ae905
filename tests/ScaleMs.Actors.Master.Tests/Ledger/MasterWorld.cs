using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>
/// Ledger and pool wired as in the master, with a client and workers that lose and repeat messages, vanish and come back, and
/// a master that dies and restarts, as directed by a list of numbers.
/// </summary>
internal sealed partial class MasterWorld : IDisposable
{
    private static readonly Guid Session = Guid.Parse("0198c2a0-0000-7000-8000-00000000000a");

    private static readonly TaskRuntime Python = new() { Name = TaskRuntime.Python, Module = "m" };
    private static readonly TaskRuntime Automatic = new() { Module = "m" };

    private readonly JournaledLedger _journaled = new(new LedgerLimits(MaxAttempts: 3, RetainedTasks: 100, RetainedBytes: 10_000, MaxPayload: 10_000));
    private readonly List<(Worker Worker, PoolNode Node, List<AckRow> Held)> _claims = [];
    private readonly List<Worker> _workers = [];
    private readonly FakeRef _client = new("client");
    private readonly Dictionary<TaskKey, (int Attempt, TaskState State)> _received = [];
    private readonly HashSet<TaskKey> _accepted = [];
    private readonly HashSet<TaskKey> _cancelled = [];
    private readonly List<ResultRow> _delayed = [];
    private PoolState _pool = new(minWorkers: 1);
    private LedgerState _ledger;
    private int _names;

    public MasterWorld() => _ledger = _journaled.Ledger;

    public int Received => _received.Count;

    public int Accepted => _accepted.Count;

    /// <summary>Applies one event.</summary>
    public void Step(int what, int which)
    {
        _ledger.Effects.Now++;
        switch (what)
        {
            case 0 or 1:
                Submit(which);
                break;
            case 2:
                Join(1 + (which % 4));
                break;
            case 3 or 4:
                Pick(which)?.FinishOne(this, which, repeat: false);
                break;
            case 5:
                Pick(which)?.FinishOne(this, which, repeat: true);
                break;
            case 6:
                Lose(Pick(which));
                break;
            case 13:
                Rejoin(Pick(which), wasLost: which % 2 == 0);
                break;
            case 14:
                Restart(which);
                break;
            case 15:
                _pool.ExpectNobody();
                break;
            case 16:
                Pick(which)?.SendAgain(this);
                break;
            case 17:
                Pick(which)?.HandBack(this, which, subTasksOnly: which % 2 == 0);
                break;
            case 18:
                SubmitBy(Pick(which)?.Held(which), which);
                break;
            case 7:
                _cancelled.Add(Rows.Key(which));
                _ledger.Cancellation.CancelUids([Rows.Task(which).Uid.ToString()], "property");
                break;
            case 8:
                _ledger.Sessions.Detach(_client);
                break;
            case 9:
                _ledger.Sessions.Attach(Session, _client);
                break;
            case 10:
                _ledger.Delivery.Resend(_ledger.Effects.Now);
                break;
            case 11:
                // A connection breaks: the latest assignments never arrive, and results are late.
                Pick(which)?.Forget();
                break;
            default:
                foreach (var row in _delayed)
                {
                    if (_pool.Finish(row))
                    {
                        _ledger.Attempts.OnResult(row, "late");
                    }
                }

                break;
        }

        Settle(acknowledge: which % 3 != 0);
    }

    /// <summary>From now on nothing fails, until all work is done.</summary>
    public void Recover()
    {
        _ledger.Sessions.Attach(Session, _client);
        Join(8, hasPython: true);
        _pool.ExpectNobody();
        for (var i = 0; i < 100_000 && (_ledger.Tasks.Unfinished > 0 || _ledger.Sessions.AwaitingAck > 0); i++)
        {
            _ledger.Effects.Now++;
            foreach (var worker in _workers.ToList())
            {
                worker.FinishOne(this, i, repeat: false);
                worker.SendAgain(this);
                worker.Grant();
                if (worker.Idle && worker.Node.InFlight > 0)
                {
                    worker.Receive(_pool.FlightsAt(worker.Node).Select(static assignment => assignment.TaskAttempt));
                }
            }

            _ledger.Delivery.Resend(_ledger.Effects.Now);
            Settle(acknowledge: true);
        }
    }

    /// <summary>The invariants.</summary>
    public string? Violation()
    {
        var unfinished = _ledger.Tasks.Unfinished;
        return _pool.InFlight != _pool.Nodes.Sum(static node => node.InFlight) ? "the nodes' flights do not add up"
            : _pool.Nodes.Any(static node => node.SlotsInFlight < 0 || node.Given > node.Granted) ? "a node was given more than it granted"
            : _workers.Exists(static worker => worker.HasForeign) ? "a task was given to a worker that does not have its runtime"
            : _ledger.Tasks.All.Any(task => task is { IsFinal: false, Parent: { } parent } && _ledger.Tasks.Find(parent.Key) is not { IsFinal: false } && task.Ending is null)
                ? "a sub-task has outlived its parent"
            : unfinished < 0 || unfinished > _accepted.Count ? "the number of unfinished tasks is impossible"
            : _ledger.Tasks.CountOf(TaskState.Done) + _ledger.Tasks.CountOf(TaskState.Failed) + _ledger.Tasks.CountOf(TaskState.Canceled) != _accepted.Count - unfinished
                ? "the counts of final tasks do not add up"
            : null;
    }

    public void Dispose() => _journaled.Dispose();

    private Worker? Pick(int which) => _workers.Count == 0 ? null : _workers[which % _workers.Count];

    private void Submit(int which)
    {
        var row = Row(which);
        if (_ledger.Acceptance.Accept(_ledger.Sessions.Of(Session, _client), row) is null)
        {
            _accepted.Add(row.Key);
        }
    }

    /// <summary>A task that a worker has submits another one.</summary>
    private void SubmitBy(SubTaskParent? parent, int which)
    {
        var row = Row(which) with { Parent = parent };
        if (parent is not null && _ledger.Acceptance.Accept(_ledger.Sessions.Of(Session, _client), row) is null)
        {
            _accepted.Add(row.Key);
        }
    }

    private static TaskRow Row(int which) =>
        Rows.Task(which, slots: 1 + (which % 7 == 0 ? 2 : 0), priority: which % 3, runtime: which % 5 == 0 ? Python : which % 5 == 1 ? Automatic : null);

    private void Join(int slots, bool? hasPython = null)
    {
        _workers.Add(new Worker($"worker-{_names}", slots, hasPython ?? _names % 2 == 0));
        _names++;
        Register(_workers[^1]);
    }

    private void Register(Worker worker)
    {
        var node = _pool.Register(worker.Registration(), worker.Actor, out var lost, out var unknown);
        foreach (var attempt in lost)
        {
            _ledger.Attempts.OnLost(attempt, node.Name, "property");
        }

        if (unknown.Count > 0)
        {
            _claims.Add((worker, node, unknown));
        }

        worker.Registered(node);
        Unschedulable();
    }

    /// <summary>The worker's connection broke and messages in transit were lost; or the master had already declared the worker lost.</summary>
    private void Rejoin(Worker? worker, bool wasLost)
    {
        if (worker is null)
        {
            return;
        }

        if (wasLost)
        {
            foreach (var attempt in _pool.Remove(worker.Node))
            {
                _ledger.Attempts.OnLost(attempt, worker.Node.Name, "property");
            }
        }

        Register(worker);
    }

    /// <summary>The master dies after assigning a task that is not committed, and another one starts; a worker may be gone too.</summary>
    private void Restart(int which)
    {
        var isNew = _ledger.Tasks.Find(Rows.Key(which)) is null;
        _ledger.Acceptance.Accept(_ledger.Sessions.Of(Session, _client), Row(which));
        ToPool();
        _pool.Assign();
        ToWorkers();
        _journaled.Restart();
        _ledger = _journaled.Ledger;
        _claims.Clear();
        _pool = new PoolState(minWorkers: 1);
        if (_ledger.Tasks.Unfinished > 0)
        {
            _pool.Expect(_workers.Select(static worker => worker.Process.ToString()));
        }

        if (which % 5 == 0 && Pick(which) is { } gone)
        {
            _workers.Remove(gone);
            _delayed.AddRange(gone.Unsent());
        }

        foreach (var worker in _workers)
        {
            if (which % 3 == 0)
            {
                worker.FinishOne(null, which, repeat: false);
            }

            Register(worker);
            Settle(acknowledge: true);
        }

        if (isNew)
        {
            Submit(which);
        }
    }

    /// <summary>The ledger's decision on tasks that workers claim from before; it arrives one message later.</summary>
    private void Claim()
    {
        foreach (var (worker, node, held) in _claims)
        {
            if (_pool.Find(node.Id) is null)
            {
                continue;
            }

            var wanted = _ledger.Attempts.Claim(held).ToList();
            ToPool();
            _pool.Claimed(node);
            var adopted = wanted.Where(attempt => _pool.Adopt(node, attempt)).ToList();
            adopted.ForEach(attempt => _ledger.Attempts.OnAssigned(attempt, node.Name));
            foreach (var row in held.Except(adopted.Select(static attempt => new AckRow(attempt.Task.Key, attempt.Attempt))))
            {
                worker.Cancel(row);
            }
        }

        _claims.Clear();
    }

    private void Lose(Worker? worker)
    {
        if (worker is not null)
        {
            _workers.Remove(worker);
            foreach (var attempt in _pool.Remove(worker.Node))
            {
                _ledger.Attempts.OnLost(attempt, worker.Node.Name, "property");
            }

            _delayed.AddRange(worker.Unsent());
            Unschedulable();
        }
    }

    private void Unschedulable()
    {
        foreach (var attempt in _pool.TakeUnschedulable())
        {
            _ledger.Attempts.OnUnschedulable(attempt, "too large");
        }
    }

    private void ToPool()
    {
        foreach (var attempt in _ledger.Effects.Enqueued)
        {
            _pool.Enqueue(attempt);
        }

        _ledger.Effects.Enqueued.Clear();
    }

    private void ToWorkers()
    {
        foreach (var worker in _workers)
        {
            var attempts = worker.Node.Outbox.ConvertAll(static assignment => assignment.TaskAttempt);
            foreach (var attempt in attempts)
            {
                _ledger.Attempts.OnAssigned(attempt, worker.Node.Name);
            }

            worker.Receive(attempts);
            worker.Node.Outbox.Clear();
        }
    }

    private void Settle(bool acknowledge)
    {
        ToPool();

        // The end of a task may end its sub-tasks.
        for (var i = 0; i < _ledger.Effects.Withdrawn.Count; i++)
        {
            var task = _ledger.Effects.Withdrawn[i];
            if (_pool.Withdraw(task) is not { } flight)
            {
                _ledger.Attempts.OnWithdrawn(task.Task);
            }
            else
            {
                _workers.Find(worker => worker.Node == flight.Node)!.Cancel(new AckRow(task.Task.Key, flight.Attempt));
            }

            ToPool();
        }

        _ledger.Effects.Withdrawn.Clear();
        Unschedulable();
        _pool.Assign();
        ToWorkers();
        Claim();
        foreach (var session in _ledger.Effects.Sending)
        {
            foreach (var task in session.Outbox)
            {
                Deliver(task, acknowledge);
            }

            session.Outbox.Clear();
        }

        _ledger.Effects.Sending.Clear();
        _journaled.Write();
    }

    private void Deliver(TaskEntry task, bool acknowledge)
    {
        if (!_received.TryAdd(task.Key, (task.Attempt, task.State)) && _received[task.Key] != (task.Attempt, task.State))
        {
            throw new InvalidOperationException($"{task.Key} ended as {_received[task.Key]} and as {(task.Attempt, task.State)}");
        }

        if (task is { State: TaskState.Canceled, Parent: null } && !_cancelled.Contains(task.Key))
        {
            throw new InvalidOperationException($"{task.Key} is CANCELED, and nobody asked for it");
        }

        if (acknowledge)
        {
            _ledger.Delivery.Acknowledge(task.Key, _client);
        }
    }
}
