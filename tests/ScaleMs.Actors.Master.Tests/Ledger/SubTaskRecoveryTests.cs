using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class SubTaskRecoveryTests : IDisposable
{
    private readonly JournaledLedger _journaled = new(LedgerBench.Limits);
    private readonly LedgerBench _bench;

    public SubTaskRecoveryTests() => _bench = new LedgerBench { Ledger = _journaled.Ledger };

    public void Dispose() => _journaled.Dispose();

    [Fact]
    public void Sub_tasks_end_with_their_parent_over_a_restart()
    {
        _bench.Submit(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.SubmitBy(1, Item(2));
        Restart();
        Assert.Equal([0, 1, 2], _bench.Runnable());
        Assert.Equal(new SubTaskParent(Rows.Key(0), 1), _bench.Task(1).Parent);

        _bench.End(0);
        _bench.Withdraw();

        Assert.Equal((TaskState.Canceled, TaskState.Canceled), (_bench.State(1), _bench.State(2)));
    }

    [Fact]
    public void A_worker_that_kept_the_parent_goes_on_with_its_sub_tasks_and_may_submit_others()
    {
        _bench.Submit(Item(0));
        _bench.SubmitBy(0, Item(1));
        Restart();

        Assert.Equal(0, Assert.Single(_bench.Ledger.Attempts.Claim([new AckRow(Rows.Key(0), 1)])).Task.Key.Index);
        Assert.Null(_bench.SubmitBy(0, Item(2)));
        _bench.End(1);
        Assert.Equal((TaskState.Scheduled, TaskState.Done, TaskState.Scheduled), (_bench.State(0), _bench.State(1), _bench.State(2)));
    }

    [Fact]
    public void A_sub_task_of_an_attempt_that_is_over_does_not_come_back()
    {
        _bench.Submit(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(0), 1), "w");
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "w", "gone");
        Restart();

        Assert.Equal([0], _bench.Runnable());
        Assert.Equal((2, TaskState.Canceled), (_bench.Task(0).Attempt, _bench.State(1)));
    }

    [Fact]
    public void A_parent_that_was_to_end_takes_its_sub_tasks_along()
    {
        _bench.Submit(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.Ledger.Cancellation.CancelUids([_bench.Task(0).Uid.ToString()], "test");
        Restart();

        Assert.Empty(_bench.Runnable());
        Assert.Equal((TaskState.Canceled, TaskState.Canceled), (_bench.State(0), _bench.State(1)));
    }

    [Fact]
    public void A_worker_that_was_lost_and_came_back_gets_its_results_after_a_restart()
    {
        _bench.Submit(Item(0));
        _bench.SubmitBy(0, Item(1));
        Write();
        _bench.Ledger.Sessions.Close(LedgerBench.Session);
        Write();
        _bench.SubmitBy(0, Item(2));
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(2), 1), "w");
        _bench.Ledger.Attempts.OnResult(Rows.Result(2), "w");
        Restart();

        Assert.False(_bench.Task(2).Delivered);
        _bench.Client();
        _bench.Deliver();
        Assert.Equal([(2, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void A_snapshot_has_the_parent()
    {
        _bench.Submit(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.SubmitBy(0, Item(2));
        var data = JournalCodec.Snapshot([.. Enumerable.Range(0, 3).Select(index => (_bench.Task(index), _bench.Ledger.Tasks.SubmissionOf(_bench.Task(index))))]);

        var tasks = JournalCodec.Apply((byte)JournalKind.Snapshot, data, new LedgerState(LedgerBench.Limits).Recovery);

        Assert.Equal([null, new SubTaskParent(Rows.Key(0), 1), new SubTaskParent(Rows.Key(0), 1)], tasks.Select(static task => task.Parent));
        Assert.Same(tasks[1].Parent, tasks[2].Parent);
    }

    private void Write() => _journaled.Write();

    private void Restart()
    {
        Write();
        _journaled.Restart();
        _bench.Ledger = _journaled.Ledger;
    }

    private static WorkItem Item(int number) => WorkItem.Create("m", "f", number);
}
