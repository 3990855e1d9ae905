using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class SubTaskPropertyTests
{
    private static readonly Gen<(int What, int Which)[]> Events = Gen.ArrayOf(
        from what in Gen.Frequency((6, Gen.Choose(0, 5)), (1, Gen.Constant(6)), (1, Gen.Constant(7)))
        from which in Gen.Choose(0, 60)
        select (what, which));

    [Fact]
    public void Whatever_happens_no_sub_task_outlives_the_attempt_that_submitted_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(150),
        Prop.ForAll(Events.ToArbitrary(), static events =>
        {
            using var journaled = new JournaledLedger(LedgerBench.Limits);
            var bench = new LedgerBench { Ledger = journaled.Ledger };
            var count = 0;
            foreach (var (what, which) in events)
            {
                bench.Ledger.Effects.Now++;
                var task = bench.Ledger.Tasks.Find(Rows.Key(which % Math.Max(1, count)));
                switch (what)
                {
                    case 0:
                        bench.Submit(Item(which));
                        count++;
                        break;
                    case 1 or 2 or 3 when task is not null:
                        // The last number of attempts may be over.
                        var attempt = which % 7 == 0 ? 1 : task.Attempt;
                        bench.Ledger.Acceptance.Accept(bench.Client(), bench.Row(Item(which)) with { Parent = new SubTaskParent(task.Key, attempt) });
                        count++;
                        break;
                    case 4 when task is { InPool: true }:
                        bench.End(task.Key.Index, which % 3 == 0 ? TaskState.Failed : TaskState.Done);
                        break;
                    case 5 when task is { InPool: true }:
                        bench.Ledger.Attempts.OnAssigned(new TaskAttempt(task, task.Attempt), "w");
                        bench.Ledger.Attempts.OnLost(new TaskAttempt(task, task.Attempt), "w", "property");
                        break;
                    case 6 when task is not null:
                        bench.Ledger.Cancellation.CancelUids([task.Uid.ToString()], "property");
                        break;
                    case 7:
                        journaled.Restart();
                        bench.Ledger = journaled.Ledger;
                        break;
                }

                // The pool gives back all that is to end; the end of a task may end others.
                while (bench.Ledger.Effects.Withdrawn.Count > 0)
                {
                    bench.Withdraw();
                }

                bench.Deliver();
                bench.Runnable();
                journaled.Write();
                var orphan = bench.Ledger.Tasks.All.FirstOrDefault(child => child is { IsFinal: false, Parent: { } parent }
                    && !(bench.Ledger.Tasks.Find(parent.Key) is { IsFinal: false } waiting && waiting.Attempt == parent.Attempt));
                if (orphan is not null)
                {
                    return false.Label($"task {orphan.Key.Index} has outlived {orphan.Parent}");
                }
            }

            return true.ToProperty();
        }));

    private static WorkItem Item(int number) => WorkItem.Create("m", "f", number % 40);
}
