using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

internal sealed partial class MasterWorld
{
    private sealed class Worker(string name, int slots, bool hasPython)
    {
        private readonly List<(TaskKey Key, int Attempt, int Slots)> _held = [];
        private readonly HashSet<AckRow> _cancelled = [];
        private readonly Dictionary<AckRow, ResultRow> _unacknowledged = [];
        private long _granted;

        public Guid Process { get; } = Guid.CreateVersion7();

        public FakeRef Actor { get; } = new(name);

        public PoolNode Node { get; private set; } = null!;

        /// <summary>It was given a task whose runtime it does not have.</summary>
        public bool HasForeign { get; private set; }

        public bool Idle => _held.Count == 0;

        public RegisterWorker Registration() => new()
        {
            RegistrationId = Guid.CreateVersion7(),
            Process = Process,
            ApiName = Cpi.ApiName,
            WireVersion = Cpi.WireVersion,
            Name = name,
            Slots = slots,
            Runtimes = hasPython ? [new RuntimeInfo(TaskRuntime.Python, "3.11.2", "/usr")] : [],
            Held = [.. _held.Select(static task => new AckRow(task.Key, task.Attempt)), .. _unacknowledged.Keys],
        };

        public void Registered(PoolNode node)
        {
            (Node, _granted) = (node, slots + 4);
            Grant();
        }

        public void Grant() => Node.Grant(new CreditGrant(Node.Id, _granted, 0), default);

        /// <summary>One of the tasks that it has; null = it has none.</summary>
        public SubTaskParent? Held(int which) => Idle ? null : new SubTaskParent(_held[which % _held.Count].Key, _held[which % _held.Count].Attempt);

        /// <summary>It cannot run one of its tasks now, and says what it can run.</summary>
        public void HandBack(MasterWorld world, int which, bool subTasksOnly)
        {
            if (Idle)
            {
                return;
            }

            var task = _held[which % _held.Count];
            _held.Remove(task);
            _granted += task.Slots;
            _unacknowledged[new AckRow(task.Key, task.Attempt)] = Rows.Result(task.Key, task.Attempt, TaskState.Canceled);
            SendAgain(world);
            world._pool.Grant(Node, new CreditGrant(Node.Id, _granted, 0) { SubTasksOnly = subTasksOnly }, default);
        }

        public void Receive(IEnumerable<TaskAttempt> attempts)
        {
            foreach (var (task, attempt, _) in attempts)
            {
                HasForeign |= task.Runtime == Python && !hasPython;
                if (!_unacknowledged.ContainsKey(new AckRow(task.Key, attempt)) && !_held.Contains((task.Key, attempt, task.Slots)))
                {
                    _held.Add((task.Key, attempt, task.Slots));
                }
            }
        }

        public void Cancel(AckRow task) => _cancelled.Add(task);

        public void Forget() => _held.Clear();

        public IEnumerable<ResultRow> Unsent() => _held.Select(static task => Rows.Result(task.Key, task.Attempt));

        /// <summary>Reports unacknowledged results again.</summary>
        public void SendAgain(MasterWorld world)
        {
            foreach (var row in _unacknowledged.Values.ToList())
            {
                if (!world._pool.Finish(row, world._pool.Find(Node.Id)) || world._ledger.Attempts.OnResult(row, name))
                {
                    _unacknowledged.Remove(new AckRow(row.Key, row.Attempt));
                }
            }
        }

        /// <summary>One task ends, and its result is reported if there is a <paramref name="world"/> to report to.</summary>
        public void FinishOne(MasterWorld? world, int which, bool repeat)
        {
            if (Idle)
            {
                return;
            }

            var task = _held[which % _held.Count];
            _held.Remove(task);
            var id = new AckRow(task.Key, task.Attempt);
            var state = _cancelled.Remove(id) ? TaskState.Canceled : which % 5 == 0 ? TaskState.Failed : TaskState.Done;
            var row = Rows.Result(task.Key, task.Attempt, state);
            _granted += task.Slots;
            _unacknowledged[id] = row;
            if (world is null)
            {
                return;
            }

            SendAgain(world);
            if (repeat && world._pool.Finish(row, world._pool.Find(Node.Id)))
            {
                world._ledger.Attempts.OnResult(row, name);
            }

            Grant();
        }
    }
}
