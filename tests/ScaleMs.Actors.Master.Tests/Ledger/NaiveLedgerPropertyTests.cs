using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class NaiveLedgerPropertyTests
{
    private const int MaxAttempts = 3;

    private static readonly LedgerLimits Limits = new(MaxAttempts, RetainedTasks: 10_000, RetainedBytes: long.MaxValue, MaxPayload: 10_000);

    private static readonly Gen<(int What, int First, int Second)[]> Events = Gen.ArrayOf(
        from what in Gen.Frequency((8, Gen.Constant(0)), (8, Gen.Choose(1, 2)), (3, Gen.Choose(3, 6)), (1, Gen.Constant(7)))
        from first in Gen.Choose(0, 30)
        from second in Gen.Choose(0, 30)
        select (what, first, second));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_ledger_does_what_a_naive_one_does(int maxRunning) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(120),
        Prop.ForAll(Events.ToArbitrary(), events => Follows(events, maxRunning, restarts: null)));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_ledger_that_comes_back_from_its_journal_does_what_a_naive_one_does_that_never_died(int maxRunning) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(120),
        Prop.ForAll(Events.ToArbitrary(), events =>
        {
            using var journaled = new JournaledLedger(Limits);
            return Follows(events, maxRunning, journaled);
        }));

    private static Property Follows((int What, int First, int Second)[] events, int maxRunning, JournaledLedger? restarts)
    {
        var (bench, naive) = (new LedgerBench(Limits), new NaiveLedger(MaxAttempts));
        bench.Ledger = restarts?.Ledger ?? bench.Ledger;
        foreach (var (step, (what, first, second)) in events.Index())
        {
            var held = Held(bench, naive);
            if (what == 7)
            {
                restarts?.Restart();
                bench.Ledger = restarts?.Ledger ?? bench.Ledger;
                bench.Ledger.Effects.Now += 10_000_000;
                bench.Ledger.Due.OnTime();
                naive.EndPauses();
            }
            else
            {
                Do(bench, naive, maxRunning, what, first, second);
            }

            bench.Withdraw();
            bench.Deliver();
            restarts?.Write();
            if ((Difference(bench, naive, maxRunning) ?? (what == 7 ? null : Overtaken(held, bench, naive))) is { } difference)
            {
                return false.Label($"after event {step}, {(what, first, second)}: {difference}");
            }
        }

        return true.ToProperty();
    }

    /// <summary>Tasks that wait outside the pool for others of their submission to leave it.</summary>
    private static int[] Held(LedgerBench bench, NaiveLedger naive) =>
        [.. naive.Items.Index().Where(entry => entry.Item.IsRunnable && !bench.Task(entry.Index).InPool).Select(static entry => entry.Index)];

    private static string? Overtaken(int[] held, LedgerBench bench, NaiveLedger naive)
    {
        var left = held.Intersect(Held(bench, naive)).ToArray();
        return held.Where(index => bench.Task(index).InPool)
            .SelectMany(_ => left, static (went, stayed) => (Went: went, Stayed: stayed))
            .Where(pair => naive.Items[pair.Went].Priority < naive.Items[pair.Stayed].Priority)
            .Select(static pair => $"task {pair.Went} went to the pool before task {pair.Stayed} of higher priority")
            .FirstOrDefault();
    }

    private static void Do(LedgerBench bench, NaiveLedger naive, int maxRunning, int what, int first, int second)
    {
        var count = naive.Items.Count;
        if (what == 0)
        {
            // Few contents, so that many tasks are equal; names, so that references mean exactly these tasks.
            int[] after = count == 0 ? [] : [.. new[] { first, second }.Where(n => n % 3 != 0).Select(n => n % count).Distinct()];
            var (content, priority) = (first % 5, second % 3);
            var scheduling = new TaskScheduling
            {
                MaxRetries = NaiveLedger.Item.MaxRetriesOf(content),
                RetryOn = NaiveLedger.Item.MaxRetriesOf(content) is null ? [RetryCause.WorkerLost] : [RetryCause.WorkerLost, RetryCause.Error],
                RetryDelay = NaiveLedger.Item.PausesOf(content) ? 10 : 0,
            };
            var task = TaskInput.Of(WorkItem.Create("m", "f", content), scheduling).After(after.Select(static index => $"t{index}")).Named($"t{count}");
            bench.Ledger.Acceptance.Accept(
                bench.Client(),
                new SubmitBatch(LedgerBench.Session, Rows.Submission, [bench.Row(task) with { Priority = priority }]) { MaxRunning = maxRunning });
            naive.Submit(content, priority, after);
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
                    bench.Ledger.Attempts.OnStarted(new StartedTask(task.Key, task.Attempt, bench.Ledger.Effects.Now));
                    bench.Ledger.Attempts.OnLost(new TaskAttempt(task, task.Attempt), "w", "property");
                    naive.Lose(index);
                    break;
                case 4:
                    bench.Ledger.Cancellation.CancelUids([task.Uid.ToString()], "property");
                    naive.Cancel([.. naive.Items.Index().Where(other => bench.Task(other.Index).Uid == task.Uid).Select(static other => other.Index)]);
                    break;
                case 6:
                    bench.Ledger.Effects.Now += 10_000_000;
                    bench.Ledger.Due.OnTime();
                    naive.EndPauses();
                    break;
                case 5 when second == 0:
                    bench.Ledger.Cancellation.CancelSubmission(Rows.Submission, "property");
                    naive.Cancel([.. Enumerable.Range(0, count)]);
                    break;
            }
        }
    }

    private static string? Difference(LedgerBench bench, NaiveLedger naive, int maxRunning)
    {
        foreach (var (index, item) in naive.Items.Index())
        {
            var task = bench.Task(index);
            var state = task.State == TaskState.Executing ? TaskState.Scheduled : task.State;
            if (state != item.State)
            {
                return $"task {index} is {task.State}, and {item.State} by the naive ledger";
            }

            if (task.InPool && !item.IsRunnable)
            {
                return $"task {index} is in the pool";
            }
        }

        var runnable = naive.Items.Count(static item => item.IsRunnable);
        var inPool = naive.Items.Index().Count(entry => bench.Task(entry.Index).InPool);
        if (inPool != (maxRunning == 0 ? runnable : Math.Min(runnable, maxRunning)))
        {
            return $"{inPool} tasks are in the pool, of {runnable} that can run and {maxRunning} that may";
        }

        var unfinished = naive.Items.Count(static item => !item.State.IsFinal());
        return bench.Ledger.Tasks.Unfinished == unfinished ? null : $"{bench.Ledger.Tasks.Unfinished} tasks are unfinished, {unfinished} by the naive ledger";
    }
}
