using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>The form of a uid in SCALE-MS, which has 32 bits.</summary>
public sealed class FingerprintTests
{
    private const uint Fingerprint = 1279946137;
    private const string Uid = "scalems-task-1279946137";

    private readonly LedgerBench _bench = new();

    [Fact]
    public void It_is_in_the_record_of_a_work_item_and_names_the_task()
    {
        Assert.Null(_bench.Submit(Item("hello world")));
        Assert.Null(_bench.Submit(Item("something else")));
        Assert.Equal(Fingerprint, _bench.Task(0).ToRecord().Fingerprint);
        Assert.Same(_bench.Task(0), _bench.Ledger.Tasks.FindLatest(Uid));
        Assert.Null(_bench.Ledger.Tasks.FindLatest("scalems-task-1"));
    }

    [Fact]
    public void Equal_items_have_one_and_different_items_that_share_it_cannot_be_named_by_it()
    {
        Assert.Null(_bench.Submit(Item("hello world")));
        Assert.Null(_bench.Submit(Item("hello world")));
        Assert.Same(_bench.Task(1), _bench.Ledger.Tasks.FindLatest(Uid));

        var other = _bench.Row(Item("another")) with { Fingerprint = Fingerprint };
        Assert.Null(_bench.Ledger.Acceptance.Accept(_bench.Client(), other));
        Assert.Null(_bench.Ledger.Tasks.FindLatest(Uid));
    }

    [Fact]
    public void Another_task_can_depend_on_it()
    {
        Assert.Null(_bench.Submit(Item("hello world")));
        Assert.Null(_bench.Submit(TaskInput.Of(Item("later")).After(Uid)));
        Assert.Equal(TaskState.Waiting, _bench.State(1));
    }

    [Fact]
    public void A_description_has_none()
    {
        Assert.Null(_bench.Submit(new TaskDescription { Mode = TaskMode.Shell, Command = "true" }));
        Assert.Null(_bench.Task(0).ToRecord().Fingerprint);
    }

    private static WorkItem Item(string text) => WorkItem.Create("builtins", "print", text);
}
