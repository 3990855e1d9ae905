using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Tests.Tasks;

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
        Assert.Equal(1, _bench.Ledger.DuplicateHits);
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
        Assert.Equal(0, _bench.Ledger.DuplicateHits);
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

        _bench.Ledger.CancelSession(Guid.Empty, "nobody");
        var first = _bench.Task(0);
        first.Ending = EndRequest.Cancel("test");
        _bench.Ledger.OnWithdrawn(first);

        Assert.Equal([1], _bench.Runnable());
        _bench.End(1, value: 7);
        Assert.Equal([(0, TaskState.Canceled), (1, TaskState.Done), (2, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void Cancelling_by_uid_ends_all_that_have_it()
    {
        _bench.Submit(Item);
        _bench.Submit(Item);
        _bench.Ledger.CancelUids([Item.Uid().ToString()], "test");
        _bench.Withdraw();
        _bench.Deliver();

        Assert.Equal([TaskState.Canceled, TaskState.Canceled], [_bench.State(0), _bench.State(1)]);
        Assert.Equal(0, _bench.Ledger.Unfinished);
    }
}
