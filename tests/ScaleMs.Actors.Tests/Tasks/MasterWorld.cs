using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Tasks;
using ScaleMs.Actors.Workers.Pool;

namespace ScaleMs.Actors.Tests.Tasks;

/// <summary>
/// Ledger and pool as the master wires them, with a client and workers that lose messages, repeat them, vanish and come back, as
/// a list of numbers says.
/// </summary>
internal sealed class MasterWorld
{
    private static readonly Guid Session = Guid.Parse("0198c2a0-0000-7000-8000-00000000000a");

    private readonly LedgerState _ledger = new(new LedgerLimits(MaxAttempts: 3, RetainedTasks: 50, RetainedBytes: 10_000, MaxPayload: 10_000));
    private readonly PoolState _pool = new(minWorkers: 1);
    private readonly List<Worker> _workers = [];
    private readonly FakeRef _client = new("client");
    private readonly Dictionary<TaskKey, (int Attempt, TaskState State)> _received = [];
    private readonly HashSet<TaskKey> _accepted = [];
    private readonly List<ResultRow> _delayed = [];
    private int _names;

    public int Received => _received.Count;

    public int Accepted => _accepted.Count;

    /// <summary>One event.</summary>
    public void Step(int what, int which)
    {
        _ledger.Now++;
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
            case 7:
                _ledger.CancelUids([Rows.Task(which).Uid.ToString()], "property");
                break;
            case 8:
                _ledger.Detach(_client);
                break;
            case 9:
                _ledger.Attach(Session, _client);
                break;
            case 10:
                _ledger.Resend(_ledger.Now);
                break;
            case 11:
                // A connection broke: the latest assignments never arrive, and results are late.
                Pick(which)?.Forget();
                break;
            default:
                foreach (var row in _delayed)
                {
                    _pool.Finish(row);
                    _ledger.OnResult(row, "late");
                }

                break;
        }

        Settle(acknowledge: which % 3 != 0);
    }

    /// <summary>Everything works from now on, until nothing is left to do.</summary>
    public void Recover()
    {
        _ledger.Attach(Session, _client);
        Join(8);
        for (var i = 0; i < 100_000 && (_ledger.Unfinished > 0 || _ledger.AwaitingAck > 0); i++)
        {
            _ledger.Now++;
            foreach (var worker in _workers.ToList())
            {
                worker.FinishOne(this, i, repeat: false);
                if (worker.Idle && worker.Node.InFlight > 0)
                {
                    worker.Receive(_pool.FlightsAt(worker.Node));
                }
            }

            _ledger.Resend(_ledger.Now);
            Settle(acknowledge: true);
        }
    }

    /// <summary>What must hold at any time.</summary>
    public string? Violation()
    {
        var unfinished = _ledger.Unfinished;
        return _pool.InFlight != _pool.Nodes.Sum(static node => node.InFlight) ? "the nodes' flights do not add up"
            : _pool.Nodes.Any(static node => node.SlotsInFlight < 0 || node.Given > node.Granted) ? "a node was given more than it granted"
            : unfinished < 0 || unfinished > _accepted.Count ? "the number of unfinished tasks is impossible"
            : _ledger.CountOf(TaskState.Done) + _ledger.CountOf(TaskState.Failed) + _ledger.CountOf(TaskState.Canceled) != _accepted.Count - unfinished
                ? "the counts of final tasks do not add up"
            : null;
    }

    private Worker? Pick(int which) => _workers.Count == 0 ? null : _workers[which % _workers.Count];

    private void Submit(int which)
    {
        var row = Rows.Task(which, slots: 1 + (which % 7 == 0 ? 2 : 0), priority: which % 3);
        if (_ledger.Accept(_ledger.SessionOf(Session, _client), row) is null)
        {
            _accepted.Add(row.Key);
        }
    }

    private void Join(int slots)
    {
        var name = $"worker-{_names++}";
        var registration = new RegisterWorker
        {
            Node = Guid.CreateVersion7(),
            ApiName = Cpi.ApiName,
            WireVersion = Cpi.WireVersion,
            Name = name,
            Slots = slots,
        };
        var node = _pool.Register(registration, new FakeRef(name), out _, out _);
        _workers.Add(new Worker(node));
        _workers[^1].Grant();
        Unschedulable();
    }

    private void Lose(Worker? worker)
    {
        if (worker is not null)
        {
            _workers.Remove(worker);
            foreach (var ticket in _pool.Remove(worker.Node))
            {
                _ledger.OnLost(ticket, worker.Node.Name, "property");
            }

            _delayed.AddRange(worker.Unsent());
            Unschedulable();
        }
    }

    private void Unschedulable()
    {
        foreach (var ticket in _pool.TakeUnschedulable())
        {
            _ledger.OnUnschedulable(ticket, "too large");
        }
    }

    private void Settle(bool acknowledge)
    {
        foreach (var ticket in _ledger.ToEnqueue)
        {
            _pool.Enqueue(ticket);
        }

        _ledger.ToEnqueue.Clear();
        foreach (var task in _ledger.ToWithdraw)
        {
            if (_pool.Withdraw(task) is not { } flight)
            {
                _ledger.OnWithdrawn(task.Task);
            }
            else
            {
                _workers.Find(worker => worker.Node == flight.Node)!.Cancel(task.Task.Key);
            }
        }

        _ledger.ToWithdraw.Clear();
        Unschedulable();
        _pool.Assign();
        foreach (var worker in _workers)
        {
            foreach (var ticket in worker.Node.Outbox)
            {
                _ledger.OnAssigned(ticket, worker.Node.Name);
            }

            worker.Receive(worker.Node.Outbox);
            worker.Node.Outbox.Clear();
        }

        foreach (var session in _ledger.ToSend)
        {
            foreach (var task in session.Outbox)
            {
                Deliver(task, acknowledge);
            }

            session.Outbox.Clear();
        }

        _ledger.ToSend.Clear();
    }

    private void Deliver(TaskEntry task, bool acknowledge)
    {
        if (!_received.TryAdd(task.Key, (task.Attempt, task.State)) && _received[task.Key] != (task.Attempt, task.State))
        {
            throw new InvalidOperationException($"{task.Key} ended as {_received[task.Key]} and as {(task.Attempt, task.State)}");
        }

        if (acknowledge)
        {
            _ledger.Acknowledge(task.Key);
        }
    }

    private sealed class Worker(PoolNode node)
    {
        private readonly List<Ticket> _held = [];
        private readonly HashSet<TaskKey> _cancelled = [];
        private long _granted = node.Slots + 4;

        public PoolNode Node { get; } = node;

        public bool Idle => _held.Count == 0;

        public void Grant() => Node.Grant(new CreditGrant(Node.Id, _granted, 0), default);

        public void Receive(IEnumerable<Ticket> tickets) => _held.AddRange(tickets.Except(_held).ToList());

        public void Cancel(TaskKey key) => _cancelled.Add(key);

        public void Forget() => _held.Clear();

        public IEnumerable<ResultRow> Unsent() => _held.Select(static ticket => Rows.Result(ticket.Task.Key, ticket.Attempt));

        public void FinishOne(MasterWorld world, int which, bool repeat)
        {
            if (Idle)
            {
                return;
            }

            var ticket = _held[which % _held.Count];
            _held.Remove(ticket);
            var state = _cancelled.Contains(ticket.Task.Key) ? TaskState.Canceled : which % 5 == 0 ? TaskState.Failed : TaskState.Done;
            var row = Rows.Result(ticket.Task.Key, ticket.Attempt, state);
            for (var i = 0; i < (repeat ? 2 : 1); i++)
            {
                world._pool.Finish(row);
                world._ledger.OnResult(row, Node.Name);
            }

            _granted += ticket.Task.Slots;
            Grant();
        }
    }
}
