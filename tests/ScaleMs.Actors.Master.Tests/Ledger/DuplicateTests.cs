using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class DuplicateTests
{
    private static readonly WorkItem Item = WorkItem.Create("m", "f", 1);
    private readonly LedgerBench _bench = new();

    [Fact]
    public void The_same_AddItem_twice_runs_once_and_both_get_the_result()
    {
        _bench.Submit(Item);
        _bench.Submit(Item);
        Assert.Equal([0], _bench.Runnable());

        _bench.End(0, value: 5);

        Assert.Equal([(0, TaskState.Done), (1, TaskState.Done)], _bench.Told);
        Assert.Equal(5, _bench.Task(1).ToRecord().ReturnValue!.Value.GetInt32());
        Assert.Equal(1, _bench.Ledger.Report.DuplicateHits);
    }

    [Fact]
    public void An_item_that_is_done_gives_its_result_again()
    {
        _bench.Submit(Item);
        _bench.End(0, value: 5);
        _bench.Submit(Item);
        _bench.Deliver();

        Assert.Equal([0], _bench.Runnable());
        Assert.Equal([(0, TaskState.Done), (1, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void A_failure_stands_for_nobody_who_comes_later()
    {
        _bench.Submit(Item);
        _bench.End(0, TaskState.Failed);
        _bench.Runnable();
        _bench.Submit(Item);

        Assert.Equal([1], _bench.Runnable());
        Assert.Equal(0, _bench.Ledger.Report.DuplicateHits);
    }

    [Fact]
    public void Equal_items_whose_modules_are_looked_up_in_other_directories_each_run()
    {
        SubmitFrom("/a");
        SubmitFrom("/b");
        SubmitFrom("/a");
        SubmitFrom(null);
        Assert.Equal([0, 1, 3], _bench.Runnable());

        _bench.End(0, value: 5);
        SubmitFrom("/b");
        SubmitFrom("/a");

        Assert.Empty(_bench.Runnable());
        Assert.Equal((TaskState.Done, TaskState.Scheduled), (_bench.State(2), _bench.State(1)));
        Assert.Equal((TaskState.Scheduled, TaskState.Done), (_bench.State(4), _bench.State(5)));

        void SubmitFrom(string? directory)
        {
            var row = _bench.Row(Item);
            _bench.Ledger.Acceptance.Accept(_bench.Client(), row with { Runtime = directory is null ? null : new TaskRuntime { Module = "m", Path = [directory] } });
        }
    }

    [Fact]
    public void A_fresh_item_runs_anew()
    {
        _bench.Submit(Item);
        _bench.Submit(TaskInput.Of(Item, new TaskScheduling { Fresh = true }));

        Assert.Equal([0, 1], _bench.Runnable());
    }

    [Fact]
    public void Equal_programs_all_run()
    {
        var program = new TaskDescription { Mode = TaskMode.Shell, Command = "date" };
        _bench.Submit(program);
        _bench.Submit(program);

        Assert.Equal([0, 1], _bench.Runnable());
    }

    [Fact]
    public void A_uid_of_its_own_given_twice_is_refused()
    {
        var own = new TaskDescription { Mode = TaskMode.Shell, Command = "date", Uid = "mine" };
        Assert.Null(_bench.Submit(own));
        Assert.Contains("'mine' belongs to a task", _bench.Submit(own), StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_one_that_runs_is_cancelled_another_takes_its_place()
    {
        _bench.Submit(Item);
        _bench.Submit(Item);
        _bench.Submit(Item);
        _bench.Runnable();

        _bench.Ledger.Cancellation.CancelSession(Guid.Empty, "nobody");
        var first = _bench.Task(0);
        first.Ending = EndRequest.Cancel("test");
        _bench.Ledger.Attempts.OnWithdrawn(first);

        Assert.Equal([1], _bench.Runnable());
        _bench.End(1, value: 7);
        Assert.Equal([(0, TaskState.Canceled), (1, TaskState.Done), (2, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void The_one_that_takes_its_place_has_the_same_inputs_however_old_they_are()
    {
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { RetainedTasks = 1 }) { Effects = { Now = 1 } };
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0)).Named("a"));
        _bench.End(0, value: 3);
        _bench.Submit(OfInput());
        _bench.Submit(OfInput());
        for (var i = 3; i < 6; i++)
        {
            _bench.Submit(WorkItem.Create("m", "f", i));
            _bench.End(i);
        }

        _bench.Runnable();
        End(1);

        Assert.Equal([2], _bench.Runnable());
        Assert.Contains("\"args\":[3]", System.Text.Encoding.UTF8.GetString(_bench.Task(2).Payload.Span), StringComparison.Ordinal);

        static TaskInput OfInput() => TaskInput.Parse("""{"module": "m", "func": "g", "args": [{"$ref": "a"}]}"""u8);
    }

    [Fact]
    public void A_time_limit_of_the_one_that_runs_is_not_the_others()
    {
        _bench.Submit(TaskInput.Of(Item, new TaskScheduling { QueueTimeout = 2 }));
        _bench.Submit(Item);
        _bench.Runnable();
        Pass(2);
        _bench.Withdraw();

        Assert.Equal(TaskState.Failed, _bench.State(0));
        Assert.Equal([1], _bench.Runnable());
    }

    [Fact]
    public void One_that_has_to_begin_in_time_has_begun_with_the_one_that_stands_for_it()
    {
        _bench.Submit(Item);
        _bench.Submit(TaskInput.Of(Item, new TaskScheduling { QueueTimeout = 2 }));
        _bench.Submit(TaskInput.Of(Item, new TaskScheduling { QueueTimeout = 1 }));
        Pass(1);
        _bench.Ledger.Attempts.OnStarted(new StartedTask(Rows.Key(0), 1, _bench.Ledger.Effects.Now));
        Pass(3);
        _bench.End(0);

        Assert.Equal([TaskState.Done, TaskState.Done, TaskState.Failed], [_bench.State(0), _bench.State(1), _bench.State(2)]);
    }

    [Fact]
    public void One_that_was_cancelled_too_late_still_stands_for_the_others()
    {
        _bench.Submit(Item);
        _bench.Submit(Item);
        _bench.Runnable();
        _bench.Task(0).Ending = EndRequest.Cancel("test");
        _bench.End(0, value: 7);

        Assert.Empty(_bench.Runnable());
        Assert.Equal([(0, TaskState.Done), (1, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void One_that_runs_whatever_becomes_of_its_inputs_does_not_fail_with_one_that_does_not()
    {
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 0)).Named("a"));
        _bench.Submit(TaskInput.Of(Item, new TaskScheduling { DependsOn = ["a"] }));
        _bench.Submit(TaskInput.Of(Item, new TaskScheduling { DependsOn = ["a"], OnDependencyFailure = DependencyFailure.Run }));
        Assert.Equal(_bench.Task(1).Uid, _bench.Task(2).Uid);
        _bench.Runnable();
        _bench.End(0, TaskState.Failed);

        Assert.Equal(TaskState.Failed, _bench.State(1));
        Assert.Equal([2], _bench.Runnable());
    }

    [Fact]
    public void Cancelling_by_uid_ends_all_that_have_it()
    {
        _bench.Submit(Item);
        _bench.Submit(Item);
        _bench.Ledger.Cancellation.CancelUids([Item.Uid().ToString()], "test");
        _bench.Withdraw();
        _bench.Deliver();

        Assert.Equal([TaskState.Canceled, TaskState.Canceled], [_bench.State(0), _bench.State(1)]);
        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);
    }

    [Fact]
    public void Those_that_give_up_waiting_leave_nothing_behind()
    {
        _bench.Submit(TaskInput.Of(Item).Named("a"));
        for (var i = 0; i < 2_000; i++)
        {
            _bench.Submit(TaskInput.Of(Item, new TaskScheduling { TotalTimeout = 1 }));
            _bench.Submit(TaskInput.Of(WorkItem.Create("m", "g", i), new TaskScheduling { TotalTimeout = 1, DependsOn = ["a"] }));
            Pass(1);
            _bench.Deliver();
        }

        Assert.InRange(_bench.Task(0).Detail!.Duplicates!.Capacity, 1, 64);
        Assert.InRange(_bench.Task(0).Detail!.Dependents!.Capacity, 1, 64);
    }

    private void Pass(int seconds)
    {
        _bench.Ledger.Effects.Now += seconds * 1_000_000L;
        _bench.Ledger.Due.OnTime();
    }

    private void End(int index)
    {
        _bench.Task(index).Ending = EndRequest.Cancel("test");
        _bench.Ledger.Attempts.OnWithdrawn(_bench.Task(index));
    }
}
