using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class RetryAndDeadlineTests
{
    private const long Second = 1_000_000;

    private static readonly TaskInput Flaky = TaskInput.Of(
        WorkItem.Create("m", "f", 1), new TaskScheduling { MaxRetries = 2, RetryOn = [RetryCause.Error], RetryDelay = 1 });

    private readonly LedgerBench _bench = new();

    [Fact]
    public void An_error_is_tried_again_only_where_that_was_asked_for()
    {
        _bench.Submit(WorkItem.Create("m", "f", 0));
        _bench.End(0, TaskState.Failed);
        Assert.Equal(TaskState.Failed, _bench.State(0));

        _bench.Submit(Flaky);
        _bench.End(1, TaskState.Failed, exception: "Some.Exception: no");
        Assert.Equal(TaskState.Waiting, _bench.State(1));
        Assert.Equal(2, _bench.Task(1).Attempt);
    }

    [Fact]
    public void Each_retry_waits_twice_as_long_until_there_are_no_more()
    {
        _bench.Submit(Flaky);
        _bench.Runnable();
        foreach (var pause in new[] { 1, 2 })
        {
            _bench.End(0, TaskState.Failed);
            Pass((pause * Second) - 1);
            Assert.Empty(_bench.Runnable());
            Pass(1);
            Assert.Equal([0], _bench.Runnable());
        }

        _bench.End(0, TaskState.Failed, exception: "Some.Exception: at last");
        Assert.Equal(TaskState.Failed, _bench.State(0));
        Assert.Contains("at last", _bench.Error(0), StringComparison.Ordinal);
        Assert.Equal(3, _bench.Task(0).Attempt);
    }

    [Fact]
    public void The_transitions_tell_of_every_attempt_and_why_there_was_another()
    {
        _bench.Submit(Flaky);
        _bench.End(0, TaskState.Failed, exception: "Some.Exception: no");
        Pass(Second);
        _bench.End(0);

        var transitions = _bench.Task(0).ToRecordWithTransitions().Transitions!.Value;
        Assert.Equal(
            [TaskState.New, TaskState.Scheduled, TaskState.Executing, TaskState.Scheduled, TaskState.Executing, TaskState.Done],
            transitions.Select(static transition => transition.State));
        Assert.Equal([1, 1, 1, 2, 2, 2], transitions.Select(static transition => transition.Attempt));
    }

    [Fact]
    public void A_task_that_may_not_be_tried_again_fails_with_its_worker()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { MaxRetries = 0 }));
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "w", "gone");

        Assert.Equal(TaskState.Failed, _bench.State(0));
        Assert.Contains("its max_retries is 0", _bench.Error(0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorKind.UserError, RetryCause.Error)]
    [InlineData(ErrorKind.Startup, RetryCause.Error)]
    [InlineData(ErrorKind.Crash, RetryCause.Crash)]
    [InlineData(ErrorKind.Timeout, RetryCause.Timeout)]
    public void A_failure_is_tried_again_for_the_cause_that_covers_its_kind(ErrorKind kind, RetryCause cause)
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { RetryOn = [cause], MaxRetries = 1 }));

        Fail(kind);

        Assert.Equal(2, _bench.Task(0).Attempt);
        Assert.Equal(TaskState.Scheduled, _bench.State(0));
    }

    [Theory]
    [InlineData(ErrorKind.Refused)]
    [InlineData(ErrorKind.Invalid)]
    [InlineData(ErrorKind.TooLarge)]
    [InlineData(ErrorKind.Dependency)]
    [InlineData(ErrorKind.Canceled)]
    public void What_can_never_succeed_is_not_tried_again(ErrorKind kind)
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { RetryOn = [.. Enum.GetValues<RetryCause>()], MaxRetries = 5 }));

        Fail(kind);

        Assert.Equal((1, TaskState.Failed), (_bench.Task(0).Attempt, _bench.State(0)));
    }

    private void Fail(ErrorKind kind)
    {
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(0), 1), "w");
        var outcome = TaskOutcome.Error(new ErrorType(kind, "some words"), "what happened").ToUtf8Json();
        _bench.Ledger.Attempts.OnResult(Rows.Result(_bench.Task(0).Key, 1, TaskState.Failed, outcome), "w");
    }

    [Fact]
    public void A_task_that_has_not_begun_in_time_ends_with_that_reason()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { QueueTimeout = 2 }));
        Pass(2 * Second);
        Assert.True(Assert.Single(_bench.Ledger.Effects.Withdrawn).WaitingOnly);
        _bench.Withdraw();

        Assert.Equal(TaskState.Failed, _bench.State(0));
        Assert.Contains("timeout: the task had not begun within the 2 s", _bench.Error(0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_has_begun_in_time_goes_on()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { QueueTimeout = 2 }));
        _bench.Ledger.Attempts.OnStarted(new StartedTask(Rows.Key(0), 1, _bench.Ledger.Effects.Now));
        Pass(3 * Second);

        Assert.Empty(_bench.Ledger.Effects.Withdrawn);
        Assert.Equal(TaskState.Executing, _bench.State(0));
    }

    [Fact]
    public void A_task_that_was_lost_before_it_began_still_has_to_begin_in_time()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { QueueTimeout = 2 }));
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "w", "gone");
        Pass(2 * Second);
        _bench.Withdraw();

        Assert.Contains("timeout: the task had not begun", _bench.Error(0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_whose_time_to_begin_is_over_is_not_tried_again_when_it_is_lost_unbegun()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { QueueTimeout = 2 }));
        Pass(2 * Second);
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "w", "gone");

        Assert.Contains("timeout: the task had not begun", _bench.Error(0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_has_begun_once_is_tried_again_whatever_its_time_to_begin_was()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { QueueTimeout = 2, MaxRetries = 1, RetryOn = [RetryCause.Error] }));
        _bench.Runnable();
        Pass(2 * Second);
        _bench.End(0, TaskState.Failed, exception: "System.Exception: no");
        _bench.Withdraw();

        Assert.Equal(TaskState.Scheduled, _bench.State(0));
        Assert.Equal([0], _bench.Runnable());
    }

    [Fact]
    public void What_a_worker_cancelled_and_nobody_asked_for_does_not_end_the_task()
    {
        _bench.Submit(WorkItem.Create("m", "f", 0));
        _bench.End(0, TaskState.Canceled);
        Assert.Equal((TaskState.Scheduled, 1L), (_bench.State(0), _bench.Ledger.Report.StaleResults));

        _bench.End(0);
        Assert.Equal(TaskState.Done, _bench.State(0));
    }

    [Fact]
    public void The_lowest_of_all_priorities_comes_last()
    {
        var rows = Enumerable.Range(0, 3).Select(i => _bench.Row(WorkItem.Create("m", "f", i)) with { Priority = i == 1 ? int.MinValue : 0 }).ToArray();
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [.. rows]) { MaxRunning = 1 });
        _bench.Runnable();
        _bench.End(0);

        Assert.Equal([2], _bench.Runnable());
    }

    [Fact]
    public void A_task_that_has_not_ended_in_time_is_ended_wherever_it_is()
    {
        _bench.Submit(WorkItem.Create("m", "f", 0));
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 1), new TaskScheduling { TotalTimeout = 1 }));
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 2), new TaskScheduling { TotalTimeout = 1, DependsOn = [_bench.Task(0).Uid.ToString()] }));
        Pass(Second);

        Assert.Equal(TaskState.Failed, _bench.State(2));
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(1), 1), "w");
        _bench.End(1, TaskState.Canceled, exception: "canceled: the worker was told to");
        Assert.Equal(TaskState.Failed, _bench.State(1));
        Assert.Contains("total_timeout", _bench.Error(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Deadlines_of_tasks_that_have_ended_are_let_go()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", i), new TaskScheduling { TotalTimeout = 86_400 }));
            _bench.End(i);
        }

        Assert.InRange(_bench.Ledger.Deadlines.Count, 0, 2_100);
    }

    [Fact]
    public void A_submission_has_no_more_in_the_pool_than_it_may()
    {
        var rows = Enumerable.Range(0, 5).Select(i => _bench.Row(WorkItem.Create("m", "f", i))).ToArray();
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [.. rows]) { MaxRunning = 2 });
        Assert.Equal([0, 1], _bench.Runnable());

        _bench.End(1);
        Assert.Equal([2], _bench.Runnable());
        _bench.Ledger.Cancellation.CancelUids([rows[3].Uid.ToString()], "test");
        Assert.Equal(TaskState.Canceled, _bench.State(3));
        _bench.End(0);
        Assert.Equal([4], _bench.Runnable());
    }

    [Fact]
    public void A_full_master_takes_nothing_until_there_is_room_and_nothing_overtakes()
    {
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { MaxUnfinished = 2 }) { Effects = { Now = 1 } };
        var rows = Enumerable.Range(0, 4).Select(i => _bench.Row(WorkItem.Create("m", "f", i))).ToArray();
        SubmitBatch Batch(int first, int count) => new(LedgerBench.Session, Rows.Submission, [.. rows.AsSpan(first, count)]);

        Assert.False(_bench.Ledger.Acceptance.Accept(_bench.Client(), Batch(0, 2)).Busy);
        Assert.True(_bench.Ledger.Acceptance.Accept(_bench.Client(), Batch(2, 1)).Busy);
        Assert.False(_bench.Ledger.Acceptance.Accept(_bench.Client(), Batch(0, 2)).Busy);
        _bench.End(0);
        Assert.True(_bench.Ledger.Acceptance.Accept(_bench.Client(), Batch(3, 1)).Busy);
        Assert.False(_bench.Ledger.Acceptance.Accept(_bench.Client(), Batch(2, 1)).Busy);
        _bench.End(1);
        Assert.False(_bench.Ledger.Acceptance.Accept(_bench.Client(), Batch(3, 1)).Busy);
    }

    private void Pass(long microseconds)
    {
        _bench.Ledger.Effects.Now += microseconds;
        _bench.Ledger.Due.OnTime();
    }
}
