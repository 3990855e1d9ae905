using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public class PrefetchedTasksTests
{
    private readonly PrefetchedTasks _prefetched = new();

    [Fact]
    public void Tasks_begin_in_the_order_in_which_they_were_sent()
    {
        var (first, second) = (_prefetched.Add(Row(0)), _prefetched.Add(Row(1)));
        Assert.Equal(0, _prefetched.Begin(first).Key.Index);
        Assert.Equal(1, _prefetched.Begin(second).Key.Index);
        Assert.Equal(0, _prefetched.Count);
    }

    [Fact]
    public void A_task_that_begins_out_of_turn_is_an_error_of_the_protocol()
    {
        _prefetched.Add(Row(0));
        var second = _prefetched.Add(Row(1));
        Assert.Throws<ProtocolException>(() => _prefetched.Begin(second));
        Assert.Throws<ProtocolException>(() => _prefetched.Begin(99));
    }

    [Fact]
    public void What_comes_back_is_not_there_any_more()
    {
        uint[] sent = [.. Enumerable.Range(0, 4).Select(n => _prefetched.Add(Row(n)))];
        Assert.Equal([1, 3], _prefetched.Return([sent[1], sent[3]]).Select(static row => row.Key.Index));
        Assert.Throws<ProtocolException>(() => _prefetched.Return([sent[1]]));
        Assert.Equal([0, 2], _prefetched.Clear().Select(static row => row.Key.Index));
        Assert.Equal(0, _prefetched.Count);
    }

    [Fact]
    public void A_task_is_found_by_its_attempt()
    {
        var sent = _prefetched.Add(Row(5));
        Assert.Equal(sent, _prefetched.Find(new AckRow(Row(5).Key, 1)));
        Assert.Null(_prefetched.Find(new AckRow(Row(5).Key, 2)));
    }

    [Fact]
    public void Many_are_sent_ahead_only_while_tasks_are_short()
    {
        var pace = new PrefetchWindow();
        Assert.Equal(0, pace.Window);
        for (var n = 0; n < 50; n++)
        {
            pace.Took(10);
        }

        Assert.InRange(pace.Window, 100, 512);
        pace.Took(1_000_000);
        Assert.InRange(pace.Window, 0, 5);
    }

    private static TaskRow Row(int index) =>
        new() { Key = new TaskKey(Guid.Empty, index), Uid = TaskUid.Parse($"t{index}"), Attempt = 1, Slots = 1 };
}
