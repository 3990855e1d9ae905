using System.Text.Json;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;
using static ScaleMs.Actors.Master.Tests.Ledger.FileSteps;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class RerunTests
{
    private const string Once = ", \"max_retries\": 0";

    private readonly LedgerBench _bench = new();

    [Fact]
    public void The_task_that_made_a_lost_file_runs_again_and_the_one_that_needs_it_gets_the_new_one()
    {
        MakeAndLose();

        Assert.Equal((TaskState.Done, 2), (_bench.State(0), _bench.Task(0).Attempt));
        Assert.Equal((TaskState.Waiting, 2), (_bench.State(1), _bench.Task(1).Attempt));
        Assert.Equal([0], _bench.Runnable());

        _bench.EndWithFiles(0, 7);
        Assert.Equal([1], _bench.Runnable());
        Assert.True(_bench.Task(1).Has(7));
        Assert.False(_bench.Task(1).Has(1));
        Assert.Contains(Key(7), JsonSerializer.Serialize(_bench.Task(0).ToRecord().ReturnValue), StringComparison.Ordinal);

        _bench.End(1);
        Assert.Equal(TaskState.Done, _bench.State(1));
        Assert.Equal([new FileUse(Key(7), 0, 2)], _bench.Ledger.Files.Totals);
        Assert.Equal([(0, TaskState.Done), (1, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void The_record_tells_that_it_ran_again_and_why()
    {
        MakeAndLose();
        var whileItRuns = _bench.Task(0).ToRecordWithTransitions().Transitions!.Value;
        Assert.Equal([TaskState.New, TaskState.Scheduled, TaskState.Executing, TaskState.Done, TaskState.Scheduled], whileItRuns.Select(static transition => transition.State));
        Assert.Equal([1, 1, 1, 1, 2], whileItRuns.Select(static transition => transition.Attempt));
        Assert.Equal($"runs again: file {Key(1)}, which it made, was lost", whileItRuns[^1].Reason);
        var waiting = _bench.Task(1).ToRecordWithTransitions().Transitions!.Value[^1];
        Assert.Equal((TaskState.Waiting, 2, $"file {Key(1)} was lost; task {_bench.Task(0).Uid} makes it again"), (waiting.State, waiting.Attempt, waiting.Reason));

        _bench.EndWithFiles(0, 1);
        var transitions = _bench.Task(0).ToRecordWithTransitions().Transitions!.Value;
        Assert.Equal(whileItRuns, transitions.Take(5));
        Assert.Equal([TaskState.Executing, TaskState.Done], transitions.Skip(5).Select(static transition => transition.State));
    }

    [Fact]
    public void A_task_that_must_not_be_repeated_is_not_and_the_error_names_the_file_and_the_task()
    {
        MakeAndLose(Once);

        Assert.Equal(TaskState.Failed, _bench.State(1));
        Assert.Empty(_bench.Runnable());
        Assert.Equal($"file lost: no copy of file {Key(1)} is left; task {_bench.Task(0).Uid}, which made it, is not run again, because its max_retries is 0", _bench.Error(1));
        Assert.Equal(ErrorKind.Staging, TaskOutcome.Parse(_bench.Task(1).Outcome.Span).ErrorKind);
        Assert.True(_bench.Task(0).Payload.IsEmpty);
    }

    [Fact]
    public void A_file_that_no_task_made_fails_the_task_that_needs_it()
    {
        _bench.Submit(Item(Reference(1)));
        _bench.FindLost(0, 1);

        Assert.Equal(TaskState.Failed, _bench.State(0));
        Assert.StartsWith($"file lost: no copy of file {Key(1)} is left; none of the tasks", _bench.Error(0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_asks_for_retries_has_them_where_its_files_are_not_made_again()
    {
        _bench.Submit(Item(Reference(1), more: """, "max_retries": 1, "retry_on": ["error"]"""));
        _bench.FindLost(0, 1);
        Assert.Equal((TaskState.Scheduled, 2), (_bench.State(0), _bench.Task(0).Attempt));

        _bench.FindLost(0, 1);
        Assert.Equal(TaskState.Failed, _bench.State(0));
    }

    [Fact]
    public void A_run_again_that_is_lost_is_repeated()
    {
        MakeAndLose();
        Assert.Equal([0], _bench.Runnable());
        LoseWorker();

        Assert.Equal(3, Assert.Single(_bench.Ledger.Effects.Enqueued).Attempt);
        Assert.Equal(TaskState.Waiting, _bench.State(1));
        _bench.Runnable();
        _bench.EndWithFiles(0, 1);
        Assert.Equal([1], _bench.Runnable());
    }

    [Fact]
    public void A_run_again_that_is_lost_too_often_fails_those_that_wait_and_keeps_its_result()
    {
        MakeAndLose();
        for (var i = 0; i < LedgerBench.Limits.MaxAttempts; i++)
        {
            LoseWorker();
        }

        Assert.Equal((TaskState.Done, TaskState.Failed), (_bench.State(0), _bench.State(1)));
        Assert.Contains($"task {_bench.Task(0).Uid}, which made it, ran again and was lost with w, w, w (gone)", _bench.Error(1), StringComparison.Ordinal);
        Assert.Null(_bench.Task(0).Detail!.Rerun);
        Assert.False(_bench.Task(0).IsPinned);
    }

    [Fact]
    public void A_run_again_that_fails_fails_those_that_wait_and_keeps_its_result()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(ItemAfter("a"));
        _bench.Submit(ItemAfter("a", more: ", \"fresh\": true"));
        _bench.EndWithFiles(0, 1);
        _bench.FindLost(1, 1);
        _bench.FindLost(2, 1);
        _bench.End(0, TaskState.Failed, exception: "Some.Exception: no");

        Assert.Equal([TaskState.Done, TaskState.Failed, TaskState.Failed], Enumerable.Range(0, 3).Select(_bench.State));
        Assert.Equal($"file lost: no copy of file {Key(1)} is left; task {_bench.Task(0).Uid}, which made it, ran again and is FAILED: Some.Exception: no", _bench.Error(2));
        Assert.Contains("its earlier result stands", _bench.Task(0).ToRecordWithTransitions().Transitions!.Value[^1].Reason, StringComparison.Ordinal);
        Assert.Equal([new FileUse(Key(1), 0, 3)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_run_again_that_fails_is_tried_again_where_the_task_asks_for_that()
    {
        MakeAndLose(""", "max_retries": 1, "retry_on": ["error"]""");
        _bench.Runnable();
        _bench.End(0, TaskState.Failed);
        Assert.Equal([0], _bench.Runnable());
        Assert.Equal(TaskState.Waiting, _bench.State(1));

        _bench.End(0, TaskState.Failed);
        Assert.Equal((TaskState.Done, TaskState.Failed), (_bench.State(0), _bench.State(1)));
    }

    [Fact]
    public void A_run_again_that_no_worker_can_take_fails_those_that_wait()
    {
        MakeAndLose();
        _bench.Ledger.Attempts.OnUnschedulable(Assert.Single(_bench.Ledger.Effects.Enqueued), "no worker is large enough");

        Assert.Contains("which made it, cannot run again: no worker is large enough", _bench.Error(1), StringComparison.Ordinal);
        Assert.Equal(TaskState.Done, _bench.State(0));
    }

    [Fact]
    public void Tasks_that_lack_the_same_file_wait_for_one_run()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(ItemAfter("a"));
        _bench.Submit(ItemAfter("a", more: ", \"fresh\": true"));
        _bench.EndWithFiles(0, 1);
        _bench.Runnable();
        _bench.FindLost(1, 1);
        _bench.FindLost(2, 1);
        Assert.Equal([0], _bench.Runnable());

        _bench.EndWithFiles(0, 1);
        Assert.Equal([1, 2], _bench.Runnable());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_task_that_misses_a_file_after_it_was_made_again_causes_no_other_run(int made)
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(ItemAfter("a"));
        _bench.Submit(ItemAfter("a", more: ", \"fresh\": true"));
        _bench.EndWithFiles(0, 1);
        _bench.FindLost(1, 1);
        _bench.Ledger.Effects.Now++;
        _bench.EndWithFiles(0, made);
        _bench.Runnable();
        _bench.FindLost(2, 1);

        Assert.Equal([2], _bench.Runnable());
        Assert.True(_bench.Task(2).Has(made));
        Assert.Equal(2, _bench.Task(0).Attempt);
    }

    [Fact]
    public void A_task_whose_files_come_from_several_waits_for_all_of_them()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(Item("2", "b"));
        _bench.Submit(Item("""[{"$ref": "a"}, {"$ref": "b"}]"""));
        _bench.EndWithFiles(0, 1, 2);
        _bench.EndWithFiles(1, 3);
        _bench.Runnable();
        _bench.FindLost(2, 1, 2, 3);
        Assert.Equal([0, 1], _bench.Runnable());

        _bench.EndWithFiles(1, 3);
        Assert.Equal(TaskState.Waiting, _bench.State(2));
        _bench.EndWithFiles(0, 1, 2);
        Assert.Equal([2], _bench.Runnable());
    }

    [Fact]
    public void A_run_again_whose_own_inputs_are_lost_waits_until_they_are_made_again()
    {
        MakeChain();
        _bench.FindLost(2, 2);
        Assert.Equal([1], _bench.Runnable());
        _bench.FindLost(1, 1);
        Assert.Equal([0], _bench.Runnable());

        _bench.EndWithFiles(0, 7);
        Assert.Equal([1], _bench.Runnable());
        Assert.True(_bench.Task(1).Has(7));
        _bench.EndWithFiles(1, 8);
        Assert.Equal([2], _bench.Runnable());
        Assert.True(_bench.Task(2).Has(8));
        _bench.End(2);

        Assert.Equal([TaskState.Done, TaskState.Done, TaskState.Done], Enumerable.Range(0, 3).Select(_bench.State));
        Assert.Equal([new FileUse(Key(7), 0, 2), new FileUse(Key(8), 0, 2)], _bench.Ledger.Files.Totals.OrderBy(static use => use.Key));
        Assert.Equal(0, _bench.Ledger.Tasks.UnfinishedBytes);
    }

    [Fact]
    public void A_chain_that_cannot_be_made_again_fails_the_last_task_and_names_the_first()
    {
        MakeChain(Once);
        _bench.FindLost(2, 2);
        _bench.FindLost(1, 1);

        Assert.Equal([TaskState.Done, TaskState.Done, TaskState.Failed], Enumerable.Range(0, 3).Select(_bench.State));
        Assert.Contains($"no copy of file {Key(2)} is left; task {_bench.Task(1).Uid}, which made it, ran again and is FAILED: no copy of file {Key(1)} is left; "
            + $"task {_bench.Task(0).Uid}, which made it, is not run again, because its max_retries is 0", _bench.Error(2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_whose_first_run_fails_fails_the_last_task()
    {
        MakeChain();
        _bench.FindLost(2, 2);
        _bench.FindLost(1, 1);
        _bench.End(0, TaskState.Failed, exception: "Some.Exception: no");

        Assert.Equal([TaskState.Done, TaskState.Done, TaskState.Failed], Enumerable.Range(0, 3).Select(_bench.State));
        Assert.EndsWith("ran again and is FAILED: Some.Exception: no", _bench.Error(2), StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 3), index => Assert.False(_bench.Task(index).IsPinned));
    }

    [Fact]
    public void A_task_runs_again_for_lost_files_only_a_bounded_number_of_times()
    {
        MakeAndLose();
        for (var i = 1; i < LedgerBench.Limits.MaxAttempts; i++)
        {
            _bench.EndWithFiles(0, 1);
            _bench.Ledger.Effects.Now++;
            _bench.FindLost(1, 1);
            Assert.Equal(TaskState.Waiting, _bench.State(1));
        }

        _bench.EndWithFiles(0, 1);
        _bench.FindLost(1, 1);
        Assert.Equal(TaskState.Failed, _bench.State(1));
        Assert.Contains("it has run again 3 times for lost files (scalems.workers.max-attempts)", _bench.Error(1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_waits_for_a_file_can_be_cancelled_and_the_run_goes_on_harmlessly()
    {
        MakeAndLose();
        _bench.Ledger.Cancellation.CancelUids([_bench.Task(1).Uid.ToString()], "test");
        _bench.Deliver();
        Assert.Equal(TaskState.Canceled, _bench.State(1));
        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);

        _bench.EndWithFiles(0, 7);
        Assert.Equal((TaskState.Done, TaskState.Canceled), (_bench.State(0), _bench.State(1)));
        Assert.Null(_bench.Task(0).Detail!.Rerun);
    }

    [Fact]
    public void A_record_is_not_evicted_while_its_task_runs_again_although_nobody_waits_any_more()
    {
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { RetainedTasks = 1 }) { Effects = { Now = 1 } };
        MakeAndLose();
        _bench.Ledger.Cancellation.CancelUids([_bench.Task(1).Uid.ToString()], "test");
        _bench.Deliver();
        _bench.Submit(Item("3"));
        _bench.End(2);
        LoseWorker();
        Assert.NotNull(_bench.Task(0));

        _bench.EndWithFiles(0, 1);
        _bench.Submit(Item("4"));
        _bench.End(3);
        _bench.Submit(Item("5"));
        _bench.End(4);
        Assert.Null(_bench.Ledger.Tasks.Find(Rows.Key(0)));
        Assert.Empty(_bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_retained_task_runs_again_for_a_new_one_that_depends_on_it()
    {
        _bench.Submit(Item("1"));
        _bench.EndWithFiles(0, 1);
        _bench.Submit(ItemAfter(_bench.Task(0).Uid.ToString()));
        _bench.Runnable();
        _bench.FindLost(1, 1);

        Assert.Equal([0], _bench.Runnable());
    }

    [Fact]
    public void Only_the_result_of_the_current_attempt_counts()
    {
        MakeAndLose();
        var attempt = Assert.Single(_bench.Ledger.Effects.Enqueued);
        Assert.True(_bench.Ledger.Attempts.OnResult(Rows.Result(0), "w"));
        Assert.True(_bench.Ledger.Attempts.OnResult(Rows.Result(0, attempt: 2), "nobody knows that it is there"));
        _bench.Ledger.Attempts.OnAssigned(attempt, "w");
        Assert.True(_bench.Ledger.Attempts.OnResult(Rows.Result(0, attempt: 2, TaskState.Canceled), "w"));
        Assert.Equal((3, TaskState.Waiting), (_bench.Ledger.Report.StaleResults, _bench.State(1)));

        _bench.EndWithFiles(0, 1);
        Assert.Equal(TaskState.Scheduled, _bench.State(1));
        Assert.True(_bench.Ledger.Attempts.OnResult(Rows.Result(0, attempt: 2), "w"));
        Assert.Equal(4, _bench.Ledger.Report.StaleResults);
        _bench.Ledger.Attempts.OnLost(attempt, "w", "gone");
        Assert.Null(_bench.Task(0).Detail!.Rerun);
    }

    [Fact]
    public void A_result_on_its_way_to_a_client_is_replaced_without_upsetting_the_window()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(ItemAfter("a"));
        var session = _bench.Client();
        Deliverless(0, """{"return_value": {"$file": "KEY", "size": 1}}""");
        Assert.Equal(1, session.SentRows);
        _bench.FindLostUndelivered(1, 1);
        Deliverless(0, """{"return_value": {"$file": "KEY", "size": 1}, "stdout": "a longer outcome than before"}""");
        Assert.Equal(1, session.SentRows);
        _bench.Deliver();

        Assert.Equal((0, 0L, 0), (session.SentRows, session.SentBytes, session.Undelivered));
    }

    [Fact]
    public void A_run_again_takes_a_place_of_its_submission_in_the_pool_and_gives_it_back()
    {
        _bench.Ledger.Acceptance.Accept(
            _bench.Client(),
            new SubmitBatch(LedgerBench.Session, Rows.Submission, [_bench.Row(Item("1", "a")), _bench.Row(ItemAfter("a")), _bench.Row(Item("3"))]) { MaxRunning = 1 });
        _bench.EndWithFiles(0, 1);
        _bench.Runnable();
        _bench.End(2);
        Assert.Equal([1], _bench.Runnable());
        _bench.FindLost(1, 1);
        Assert.Equal([0], _bench.Runnable());
        Assert.Equal(1, _bench.Ledger.Tasks.FindSubmission(Rows.Submission)!.InPool);
        _bench.EndWithFiles(0, 1);
        Assert.Equal([1], _bench.Runnable());
        _bench.End(1);

        Assert.Equal(0, _bench.Ledger.Tasks.FindSubmission(Rows.Submission)!.InPool);
    }

    [Fact]
    public void A_run_again_may_submit_tasks_which_end_with_it()
    {
        MakeAndLose();
        Assert.Null(_bench.SubmitBy(0, Item("5")));
        Assert.Equal([0, 2], _bench.Runnable());
        _bench.EndWithFiles(0, 1);
        _bench.Withdraw();

        Assert.Equal(TaskState.Canceled, _bench.State(2));
        Assert.Contains("is over", _bench.SubmitBy(0, Item("6")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_start_of_a_run_again_is_known_and_the_tasks_state_remains()
    {
        MakeAndLose();
        _bench.Assign(_bench.Task(0));
        _bench.Ledger.Attempts.OnStarted(new StartedTask(Rows.Key(0), 2, 5));

        Assert.Equal(TaskState.Done, _bench.State(0));
        Assert.Equal((TaskState.Executing, 2), _bench.Task(0).ToRecordWithTransitions().Transitions!.Value[^1] is var last ? (last.State, last.Attempt) : default);
    }

    /// <summary>Task 0 has made file 1, which task 1 needs and does not find.</summary>
    private void MakeAndLose(string more = "")
    {
        _bench.Submit(Item("1", "a", more));
        _bench.Submit(ItemAfter("a"));
        _bench.EndWithFiles(0, 1);
        _bench.Runnable();
        _bench.FindLost(1, 1);
    }

    /// <summary>Task 0 has made file 1, of which task 1 has made file 2, which task 2 needs.</summary>
    private void MakeChain(string more = "")
    {
        _bench.Submit(Item("1", "a", more));
        _bench.Submit(ItemAfter("a", "b"));
        _bench.Submit(ItemAfter("b"));
        _bench.EndWithFiles(0, 1);
        _bench.EndWithFiles(1, 2);
        _bench.Runnable();
    }

    private void LoseWorker()
    {
        var task = _bench.Task(0);
        _bench.Assign(task);
        _bench.Ledger.Attempts.OnStarted(new StartedTask(task.Key, task.Attempt, 1));
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(task, task.Attempt), "w", "gone");
        _bench.Deliver();
    }

    private void Deliverless(int index, string outcome)
    {
        var task = _bench.Task(index);
        _bench.Assign(task);
        _bench.Ledger.Attempts.OnResult(
            Rows.Result(index, task.Attempt, payload: System.Text.Encoding.UTF8.GetBytes(outcome.Replace("KEY", Key(1), StringComparison.Ordinal))), "w");
    }
}
