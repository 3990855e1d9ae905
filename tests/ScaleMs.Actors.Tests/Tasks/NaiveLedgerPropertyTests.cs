using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Tests.Tasks;

public sealed class NaiveLedgerPropertyTests
{
    private const int MaxAttempts = 3;

    private static readonly Gen<(int What, int First, int Second)[]> Events = Gen.ArrayOf(
        from what in Gen.Frequency((4, Gen.Constant(0)), (4, Gen.Choose(1, 2)), (1, Gen.Choose(3, 5)))
        from first in Gen.Choose(0, 30)
        from second in Gen.Choose(0, 30)
        select (what, first, second));

    [Fact]
    public void The_ledger_does_what_a_naive_one_does() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(120),
        Prop.ForAll(Events.ToArbitrary(), static events =>
        {
            var (bench, naive) = (
                new LedgerBench(new LedgerLimits(MaxAttempts, RetainedTasks: 10_000, RetainedBytes: long.MaxValue, MaxPayload: 10_000)),
                new NaiveLedger(MaxAttempts));
            foreach (var (step, (what, first, second)) in events.Index())
            {
                Do(bench, naive, what, first, second);
                bench.Withdraw();
                bench.Deliver();
                if (Difference(bench, naive) is { } difference)
                {
                    return false.Label($"after event {step}, {(what, first, second)}: {difference}");
                }
            }

            return true.ToProperty();
        }));

    private static void Do(LedgerBench bench, NaiveLedger naive, int what, int first, int second)
    {
        var count = naive.Items.Count;
        if (what == 0)
        {
            // Few contents, so that many are equal; names, so that references are to these very tasks.
            int[] after = count == 0 ? [] : [.. new[] { first, second }.Where(n => n % 3 != 0).Select(n => n % count).Distinct()];
            bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", first % 5)).After(after.Select(static index => $"t{index}")).Named($"t{count}"));
            naive.Submit(first % 5, after);
        }
        else if (count > 0)
        {
            var index = first % count;
            var task = bench.Task(index);
            var canEnd = task is { InPool: true } && !task.State.IsFinal();
            switch (what)
            {
                case 1 or 2 when canEnd:
                    var state = second % 4 == 0 ? TaskState.Failed : TaskState.Done;
                    bench.End(index, state);
                    naive.Finish(index, state);
                    break;
                case 3 when canEnd:
                    bench.Ledger.OnStarted(new StartedTask(task.Key, task.Attempt, bench.Ledger.Now));
                    bench.Ledger.OnLost(new Ticket(task, task.Attempt), "w", "property");
                    naive.Lose(index);
                    break;
                case 4:
                    bench.Ledger.CancelUids([task.Uid.ToString()], "property");
                    naive.Cancel([.. naive.Items.Index().Where(other => bench.Task(other.Index).Uid == task.Uid).Select(static other => other.Index)]);
                    break;
                case 5 when second == 0:
                    bench.Ledger.CancelSubmission(Rows.Submission, "property");
                    naive.Cancel([.. Enumerable.Range(0, count)]);
                    break;
            }
        }
    }

    private static string? Difference(LedgerBench bench, NaiveLedger naive)
    {
        foreach (var (index, item) in naive.Items.Index())
        {
            var task = bench.Task(index);
            var state = task.State == TaskState.Executing ? TaskState.Scheduled : task.State;
            if (state != item.State)
            {
                return $"task {index} is {task.State}, and {item.State} by the naive ledger";
            }

            if (task.InPool != item.IsRunnable)
            {
                return $"task {index} is {(task.InPool ? "" : "not ")}in the pool";
            }
        }

        var unfinished = naive.Items.Count(static item => !item.State.IsFinal());
        return bench.Ledger.Unfinished == unfinished ? null : $"{bench.Ledger.Unfinished} tasks are unfinished, {unfinished} by the naive ledger";
    }
}
