using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;
using static ScaleMs.Actors.Master.Tests.Ledger.FileSteps;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class RerunRecoveryTests : IDisposable
{
    private readonly LedgerBench _bench = new();
    private JournaledLedger _journaled = new(LedgerBench.Limits);

    public RerunRecoveryTests() => _bench.Ledger = _journaled.Ledger;

    public void Dispose() => _journaled.Dispose();

    [Fact]
    public void The_uses_of_files_are_derived_from_the_tasks()
    {
        _bench.Submit(Item(Reference(1), "a"));
        _bench.Submit(ItemAfter("a"));
        _bench.Submit(Item(Reference(3)));
        _journaled.Write();
        _bench.EndWithFiles(0, 2);
        _bench.End(2);
        var before = Totals();
        Restart();

        Assert.Equal([new FileUse(Key(1), 1, 0), new FileUse(Key(2), 2, 0), new FileUse(Key(3), 0, 1)], before);
        Assert.Equal(before, Totals());
        Assert.Equal(before, Sums());
    }

    [Fact]
    public void The_outcome_of_a_run_again_takes_the_place_of_the_earlier_one()
    {
        MakeAndLose();
        _bench.EndWithFiles(0, 7);
        Restart();

        Assert.Equal((TaskState.Done, 2), (_bench.State(0), _bench.Task(0).Attempt));
        Assert.Equal([1], _bench.Runnable());
        Assert.True(_bench.Task(1).Has(7));
        Assert.Equal([new FileUse(Key(7), 2, 0)], Totals());
    }

    [Fact]
    public void A_run_again_that_the_master_did_not_survive_is_asked_for_anew_and_its_result_is_stale()
    {
        MakeAndLose();
        Restart();
        Assert.Equal((TaskState.Done, TaskState.Scheduled), (_bench.State(0), _bench.State(1)));
        Assert.Equal([1], _bench.Runnable());
        Assert.Empty(_bench.Ledger.Attempts.Claim([new AckRow(Rows.Key(0), 2)]));
        Assert.True(_bench.Ledger.Attempts.OnResult(Rows.Result(0, attempt: 2), "w"));
        Assert.Equal(1, _bench.Ledger.Report.StaleResults);

        _bench.FindLost(1, 1);
        Assert.Equal(3, Assert.Single(_bench.Ledger.Effects.Enqueued).Attempt);
        Assert.True(_bench.Ledger.Attempts.OnResult(Rows.Result(0, attempt: 2), "w"));
        Assert.Equal(TaskState.Waiting, _bench.State(1));
        _bench.EndWithFiles(0, 1);
        Assert.Equal(TaskState.Scheduled, _bench.State(1));
    }

    [Fact]
    public void A_task_with_references_runs_again_with_their_values()
    {
        MakeChain();
        Restart();
        _bench.FindLost(2, 2);

        Assert.Equal([2, 1], _bench.Runnable());
        Assert.True(_bench.Task(1).Has(1));
        _bench.FindLost(1, 1);
        Assert.Equal([0], _bench.Runnable());
    }

    [Fact]
    public void A_task_whose_inputs_are_not_kept_cannot_run_again()
    {
        _journaled.Dispose();
        _journaled = new JournaledLedger(LedgerBench.Limits with { RetainedTasks = 1 });
        _bench.Ledger = _journaled.Ledger;
        MakeChain();
        for (var i = 3; i < 6; i++)
        {
            _bench.Submit(Item($"{i}"));
            _bench.End(i);
        }

        Assert.Null(_bench.Ledger.Tasks.Find(Rows.Key(0)));
        Restart();
        _bench.Client();
        _bench.FindLost(2, 2);

        Assert.Contains("is not run again, because the results of tasks that it depends on are not kept any more (scalems.master.retain)", _bench.Error(2), StringComparison.Ordinal);
    }

    private void MakeAndLose()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(ItemAfter("a"));
        _bench.EndWithFiles(0, 1);
        _bench.FindLost(1, 1);
    }

    private void MakeChain()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(ItemAfter("a", "b"));
        _bench.Submit(ItemAfter("b"));
        _bench.EndWithFiles(0, 1);
        _bench.EndWithFiles(1, 2);
    }

    private FileUse[] Totals() => [.. _bench.Ledger.Files.Totals.OrderBy(static use => use.Key)];

    private FileUse[] Sums() =>
        [.. _bench.Ledger.Effects.FileUses.GroupBy(static use => use.Key).Select(static uses => new FileUse(uses.Key, uses.Sum(static use => use.Needed), uses.Sum(static use => use.Mentioned)))
            .OrderBy(static use => use.Key)];

    private void Restart()
    {
        _journaled.Write();
        _journaled.Restart();
        _bench.Ledger = _journaled.Ledger;
    }
}
