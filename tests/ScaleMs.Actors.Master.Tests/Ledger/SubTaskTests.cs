using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class SubTaskTests
{
    private readonly LedgerBench _bench = new();

    [Theory]
    [InlineData(TaskState.Done)]
    [InlineData(TaskState.Failed)]
    public void What_a_task_has_submitted_and_not_awaited_ends_with_it(TaskState state)
    {
        Begin(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.SubmitBy(0, Item(2));
        _bench.End(1);

        _bench.End(0, state);
        _bench.Withdraw();

        Assert.Equal((TaskState.Done, TaskState.Canceled), (_bench.State(1), _bench.State(2)));
        Assert.Contains("the task that submitted it is over", _bench.Error(2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_task_takes_the_whole_chain_below_it_along()
    {
        Begin(Item(0));
        for (var i = 1; i < 5; i++)
        {
            Assert.Null(_bench.SubmitBy(i - 1, Item(i)));
        }

        _bench.Ledger.Cancellation.CancelUids([_bench.Task(0).Uid.ToString()], "test");
        _bench.Withdraw();
        _bench.Withdraw();

        Assert.All(Enumerable.Range(0, 5), index => Assert.Equal(TaskState.Canceled, _bench.State(index)));
        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);
    }

    [Fact]
    public void A_long_chain_ends_at_once()
    {
        Begin(Item(0));
        for (var i = 1; i < 20_000; i++)
        {
            Assert.Null(_bench.SubmitBy(i - 1, TaskInput.Of(Item(i), new TaskScheduling { Fresh = true })));
        }

        _bench.End(0);
        _bench.Withdraw();

        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);
    }

    [Fact]
    public void A_lost_attempt_takes_its_sub_tasks_along_and_the_next_finds_those_that_are_done()
    {
        Begin(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.SubmitBy(0, Item(2));
        _bench.End(1, value: 7);

        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "w", "gone");
        _bench.Withdraw();
        Assert.Equal((2, TaskState.Canceled), (_bench.Task(0).Attempt, _bench.State(2)));

        _bench.Runnable();
        _bench.SubmitBy(0, Item(1));
        _bench.SubmitBy(0, Item(2));

        Assert.Equal([4], _bench.Runnable());
        Assert.Equal(7, _bench.Task(3).ToRecord().ReturnValue!.Value.GetInt32());
    }

    [Fact]
    public void A_task_that_is_tried_again_takes_its_sub_tasks_along()
    {
        Begin(TaskInput.Of(Item(0), new TaskScheduling { RetryOn = [RetryCause.Error], MaxRetries = 2 }));
        _bench.SubmitBy(0, Item(1));

        _bench.End(0, TaskState.Failed, exception: "no");
        _bench.Withdraw();

        Assert.Equal((TaskState.Scheduled, TaskState.Canceled), (_bench.State(0), _bench.State(1)));
    }

    [Fact]
    public void A_sub_task_that_comes_too_late_is_refused_with_the_reason()
    {
        Begin(Item(0));
        var row = _bench.Row(Item(1)) with { Parent = new SubTaskParent(Rows.Key(0), 1) };
        Assert.Contains("is not known", Submit(row with { Parent = new SubTaskParent(Rows.Key(99), 1) }), StringComparison.Ordinal);

        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "w", "gone");
        Assert.Contains("attempt 1 at the task that submits it", Submit(row), StringComparison.Ordinal);

        _bench.Ledger.Cancellation.CancelUids([_bench.Task(0).Uid.ToString()], "on request");
        Assert.Contains("is to end: on request", Submit(row with { Parent = new SubTaskParent(Rows.Key(0), 2) }), StringComparison.Ordinal);

        _bench.Withdraw();
        Assert.Contains("is over (CANCELED)", Submit(row with { Parent = new SubTaskParent(Rows.Key(0), 2) }), StringComparison.Ordinal);
        Assert.Null(_bench.Ledger.Tasks.Find(row.Key));
    }

    [Fact]
    public void A_sub_task_that_is_sent_again_after_its_parents_end_is_answered_with_its_result()
    {
        Begin(Item(0));
        var row = _bench.Row(Item(1)) with { Parent = new SubTaskParent(Rows.Key(0), 1) };
        Assert.Null(Submit(row));
        _bench.End(0);
        _bench.Withdraw();
        _bench.Deliver();

        Assert.Null(Submit(row));
        _bench.Deliver();

        Assert.Equal(2, _bench.Told.Count(static told => told == (1, TaskState.Canceled)));
    }

    [Fact]
    public void A_client_that_has_submitted_the_same_gets_its_result_when_the_parent_is_over()
    {
        Begin(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.Submit(Item(1));
        Assert.Equal([1], _bench.Runnable());

        _bench.End(0);
        _bench.Withdraw();

        Assert.Equal((TaskState.Canceled, TaskState.Scheduled), (_bench.State(1), _bench.State(2)));
        Assert.Equal([2], _bench.Runnable());
    }

    [Fact]
    public void A_sub_task_does_not_wait_for_an_equal_task_of_a_client()
    {
        // It could be queued behind the task that waits.
        Begin(Item(0));
        _bench.Submit(Item(1));
        _bench.Runnable();

        _bench.SubmitBy(0, Item(1));

        Assert.Equal([2], _bench.Runnable());
    }

    [Fact]
    public void Of_the_tasks_that_waited_for_a_cancelled_sub_task_a_sub_task_runs_in_its_place()
    {
        Begin(Item(0));
        Begin(Item(1));
        _bench.SubmitBy(0, Item(2));
        _bench.Submit(Item(2));
        _bench.SubmitBy(1, Item(2));
        Assert.Equal([2], _bench.Runnable());

        _bench.End(0);
        _bench.Withdraw();

        Assert.Equal([4], _bench.Runnable());
        _bench.End(4);
        Assert.Equal((TaskState.Canceled, TaskState.Done, TaskState.Done), (_bench.State(2), _bench.State(3), _bench.State(4)));
    }

    [Fact]
    public void A_task_does_not_wait_for_itself()
    {
        Begin(Item(0));
        Assert.Null(_bench.SubmitBy(0, Item(1)));

        Assert.Contains("in a circle", _bench.SubmitBy(1, Item(0)), StringComparison.Ordinal);
        Assert.Contains("in a circle", _bench.SubmitBy(1, Item(1)), StringComparison.Ordinal);
        Assert.Null(_bench.SubmitBy(1, TaskInput.Of(Item(0), new TaskScheduling { Fresh = true })));
    }

    [Fact]
    public void Running_tasks_may_submit_while_the_master_stops_and_queued_sub_tasks_are_not_dropped()
    {
        Begin(Item(0));
        _bench.Ledger.Attempts.OnStarted(new StartedTask(Rows.Key(0), 1, 1_500_000));
        _bench.SubmitBy(0, Item(1));
        _bench.Ledger.Acceptance.Closed = "stopping";

        Assert.Null(_bench.SubmitBy(0, Item(2)));
        Assert.Equal("stopping", _bench.Submit(Item(3)));
        Assert.Empty(_bench.Ledger.Cancellation.CancelUnstarted("dropped"));
        Assert.Equal(3, _bench.Ledger.Tasks.Unfinished);
    }

    [Fact]
    public void A_full_master_has_room_for_what_its_tasks_wait_for()
    {
        var bench = new LedgerBench(LedgerBench.Limits with { MaxUnfinished = 2 });
        bench.Submit(Item(0));
        bench.Submit(Item(1));
        SubmitBatch Batch(TaskRow row) => new(LedgerBench.Session, Rows.Submission, [row]);
        var parent = new SubTaskParent(Rows.Key(0), 1);

        Assert.False(bench.Ledger.Acceptance.Accept(bench.Client(), Batch(bench.Row(Item(2)) with { Parent = parent })).Busy);
        Assert.False(bench.Ledger.Acceptance.Accept(bench.Client(), Batch(bench.Row(Item(3)) with { Parent = parent })).Busy);
        Assert.True(bench.Ledger.Acceptance.Accept(bench.Client(), Batch(bench.Row(Item(4)) with { Parent = parent })).Busy);
    }

    [Fact]
    public void The_index_forgets_sub_tasks_that_have_ended()
    {
        Begin(Item(0));
        for (var i = 1; i <= 10_000; i++)
        {
            _bench.SubmitBy(0, Item(i));
            _bench.End(i);
        }

        Assert.InRange(_bench.Task(0).Detail!.SubTasks!.Count, 0, 16);
        _bench.End(0);
        Assert.Null(_bench.Task(0).Detail!.SubTasks);
    }

    [Fact]
    public void Nothing_is_kept_for_a_worker_that_is_gone_and_one_that_comes_back_is_told()
    {
        Begin(Item(0));
        _bench.SubmitBy(0, Item(1));
        _bench.SubmitBy(0, Item(2));
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(1), 1), "w");
        _bench.Ledger.Attempts.OnResult(Rows.Result(1), "w");
        Assert.Equal(1, _bench.Ledger.Sessions.AwaitingAck);

        _bench.Ledger.Sessions.Close(LedgerBench.Session);
        Assert.Equal(0, _bench.Ledger.Sessions.AwaitingAck);

        _bench.Client();
        Assert.Contains("no longer kept", _bench.Ledger.Sessions.Lost(Rows.Submission, LedgerBench.Session), StringComparison.Ordinal);
    }

    /// <summary>Submits a task that a worker begins.</summary>
    private void Begin(TaskInput task)
    {
        Assert.Null(_bench.Submit(task));
        foreach (var attempt in _bench.Ledger.Effects.Enqueued)
        {
            _bench.Ledger.Attempts.OnAssigned(attempt, "w");
        }

        _bench.Ledger.Effects.Enqueued.Clear();
    }

    private string? Submit(TaskRow row) => _bench.Ledger.Acceptance.Accept(_bench.Client(), row);

    private static WorkItem Item(int number) => WorkItem.Create("m", "f", number);
}
