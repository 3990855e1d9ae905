using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class FileUsePropertyTests
{
    private static readonly LedgerLimits Limits = new(MaxAttempts: 3, RetainedTasks: 4, RetainedBytes: long.MaxValue, MaxPayload: 10_000);

    private static readonly Gen<(int What, int First, int Second)[]> Events = Gen.ArrayOf(
        from what in Gen.Frequency((6, Gen.Choose(0, 1)), (6, Gen.Choose(2, 3)), (5, Gen.Choose(4, 5)), (4, Gen.Choose(6, 11)))
        from first in Gen.Choose(0, 30)
        from second in Gen.Choose(0, 30)
        select (what, first, second));

    [Fact]
    public void Whatever_happens_the_files_in_use_are_what_the_tasks_phases_say_and_every_task_ends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120),
        Prop.ForAll(Events.ToArbitrary(), static events =>
        {
            using var journaled = new JournaledLedger(Limits);
            var world = new World(journaled);
            foreach (var (step, (what, first, second)) in events.Index())
            {
                world.Step(what, first, second);
                if (world.Violation() is { } violation)
                {
                    return false.Label($"after event {step}, {(what, first, second)}: {violation}");
                }
            }

            world.Recover();
            return (world.Violation() is null && world.Unfinished == 0 && world.Reruns == 0)
                .Label($"{world.Violation()}; {world.Unfinished} tasks have not ended, {world.Reruns} run again");
        }));

    /// <summary>A ledger, and what a naive one knows of the files of its tasks.</summary>
    private sealed class World(JournaledLedger journaled)
    {
        private readonly LedgerBench _bench = new(Limits) { Ledger = journaled.Ledger };
        private readonly List<ReadOnlyMemory<byte>> _submitted = [];
        private readonly Dictionary<string, (int Needed, int Mentioned)> _told = [];
        private Dictionary<int, HashSet<string>> _inputs = [];
        private string? _negative;

        public long Unfinished => _bench.Ledger.Tasks.Unfinished;

        public int Reruns => Tasks.Count(static task => task is { IsFinal: true, IsOver: false });

        private IEnumerable<TaskEntry> Tasks => _bench.Ledger.Tasks.All.Where(static task => !task.Evicted);

        private TaskEntry[] InPool => [.. Tasks.Where(static task => task.Detail?.Rerun?.Phase.IsInPool ?? task.InPool)];

        public void Step(int what, int first, int second)
        {
            _bench.Ledger.Effects.Now++;
            var inPool = InPool;
            var picked = inPool.Length == 0 ? null : inPool[first % inPool.Length];
            switch (what)
            {
                case 0 or 1:
                    Submit(first, second);
                    break;
                case 2 or 3 when picked is not null:
                    // The same task makes the same file, or another one.
                    _bench.EndWithFiles(picked.Key.Index, second % 3 == 0 ? [] : [picked.Key.Index, second % 5 == 0 ? 100 + second : 200]);
                    break;
                case 4 or 5 when picked is not null && KeysIn(picked.Payload) is { Count: > 0 } files:
                    _bench.FindLost(picked.Key.Index, [.. files.Take(1 + (second % 2)).Select(static key => Convert.ToInt32(key, 16))]);
                    break;
                case 6 when picked is not null:
                    _bench.End(picked.Key.Index, TaskState.Failed);
                    break;
                case 7 when picked is not null:
                    _bench.Assign(picked);
                    _bench.Ledger.Attempts.OnStarted(new StartedTask(picked.Key, picked.Attempt, 1));
                    _bench.Ledger.Attempts.OnLost(new TaskAttempt(picked, picked.Attempt), "w", "property");
                    break;
                case 8 when _submitted.Count > 0 && _bench.Ledger.Tasks.Find(Rows.Key(first % _submitted.Count)) is { } task:
                    _bench.Ledger.Cancellation.CancelUids([task.Uid.ToString()], "property");
                    break;
                case 9:
                    _bench.Ledger.Sessions.Detach(_bench.Client().Actor!);
                    break;
                case 10 when _submitted.Count > 0:
                    _bench.Ledger.Sessions.Take(_bench.Client(), Rows.Submission);
                    break;
                case 11:
                    Restart();
                    break;
            }

            Settle(deliver: second % 4 != 0);
        }

        /// <summary>Nothing more is lost, until all is over.</summary>
        public void Recover()
        {
            for (var i = 0; i < 10_000 && InPool is { Length: > 0 } inPool; i++)
            {
                _bench.Ledger.Effects.Now++;
                _bench.End(inPool[0].Key.Index);
                Settle(deliver: true);
            }
        }

        public string? Violation()
        {
            if (_negative is not null)
            {
                return _negative;
            }

            var expected = new Dictionary<string, (int Needed, int Mentioned)>();
            foreach (var task in Tasks)
            {
                var isNeeded = !task.IsFinal || !task.Delivered || task.IsPinned;
                foreach (var key in InputsOf(task).Union(KeysIn(task.Outcome)))
                {
                    var (needed, mentioned) = expected.GetValueOrDefault(key);
                    expected[key] = isNeeded ? (needed + 1, mentioned) : (needed, mentioned + 1);
                }
            }

            return Difference(expected, _bench.Ledger.Files.Totals.ToDictionary(static use => use.Key, static use => (use.Needed, use.Mentioned)), "by the sums")
                ?? Difference(expected, _told.Where(static use => use.Value != (0, 0)).ToDictionary(), "by what was told");
        }

        private static string? Difference(Dictionary<string, (int Needed, int Mentioned)> expected, Dictionary<string, (int Needed, int Mentioned)> actual, string where) =>
            expected.Keys.Union(actual.Keys).Where(key => expected.GetValueOrDefault(key) != actual.GetValueOrDefault(key))
                .Select(key => $"file {Convert.ToInt32(key, 16)} is used {expected.GetValueOrDefault(key)}, and {actual.GetValueOrDefault(key)} {where}").FirstOrDefault();

        private static HashSet<string> KeysIn(ReadOnlyMemory<byte> json) => FileReferences.In(json.Span);

        private HashSet<string> InputsOf(TaskEntry task)
        {
            if (!task.Payload.IsEmpty)
            {
                _inputs[task.Key.Index] = KeysIn(task.Payload);
            }

            return _inputs.GetValueOrDefault(task.Key.Index) ?? KeysIn(_submitted[task.Key.Index]);
        }

        private void Submit(int first, int second)
        {
            var count = _submitted.Count;
            var others = new[] { first, second }.Where(n => count > 0 && n % 3 != 0).Select(n => n % count).Distinct()
                .Where(index => _bench.Ledger.Tasks.Find(Rows.Key(index)) is not null).Select(static index => $$"""{"$ref": "t{{index}}"}""");
            string[] arguments = [.. others, .. second % 4 == 0 ? new[] { FileSteps.Reference(first) } : [], $"{first % 7}"];
            var row = _bench.Row(FileSteps.Item($"[{string.Join(", ", arguments)}]", $"t{count}", first % 5 == 0 ? ", \"max_retries\": 0" : ""));
            _bench.Ledger.Acceptance.Accept(_bench.Client(), row);

            _inputs[count] = KeysIn(row.Payload);

            // The description of a task that ended at once, like an equal one, is not written.
            _submitted.Add(_bench.Ledger.Tasks.Find(row.Key) is { IsFinal: true, Payload.IsEmpty: true } ? "null"u8.ToArray() : row.Payload);
        }

        private void Restart()
        {
            journaled.Restart();
            _bench.Ledger = journaled.Ledger;
            _told.Clear();

            // Of a final task only the description as it was submitted is known.
            _inputs = [];
        }

        private void Settle(bool deliver)
        {
            _bench.Withdraw();
            if (deliver)
            {
                _bench.Deliver();
            }

            foreach (var task in Tasks)
            {
                InputsOf(task);
            }

            foreach (var use in _bench.Ledger.Effects.FileUses)
            {
                var (needed, mentioned) = _told.GetValueOrDefault(use.Key);
                _told[use.Key] = (needed + use.Needed, mentioned + use.Mentioned);
                _negative ??= _told[use.Key] is { Needed: < 0 } or { Mentioned: < 0 } ? $"file {use.Key} is used {_told[use.Key]}" : null;
            }

            _bench.Ledger.Effects.FileUses.Clear();
            _bench.Ledger.Effects.Enqueued.Clear();
            journaled.Write();
        }
    }
}
