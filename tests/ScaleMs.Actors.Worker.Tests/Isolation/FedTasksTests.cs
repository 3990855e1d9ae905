using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public class FedTasksTests
{
    private readonly FedTasks _fed = new();

    [Fact]
    public void Tasks_begin_in_the_order_in_which_they_were_sent()
    {
        var (first, second) = (_fed.Add(Row(0)), _fed.Add(Row(1)));
        Assert.Equal(0, _fed.Begin(first).Key.Index);
        Assert.Equal(1, _fed.Begin(second).Key.Index);
        Assert.Equal(0, _fed.Count);
    }

    [Fact]
    public void A_task_that_begins_out_of_turn_is_an_error_of_the_protocol()
    {
        _fed.Add(Row(0));
        var second = _fed.Add(Row(1));
        Assert.Throws<ProtocolException>(() => _fed.Begin(second));
        Assert.Throws<ProtocolException>(() => _fed.Begin(99));
    }

    [Fact]
    public void What_comes_back_is_not_there_any_more()
    {
        uint[] sent = [.. Enumerable.Range(0, 4).Select(n => _fed.Add(Row(n)))];
        Assert.Equal([1, 3], _fed.Return([sent[1], sent[3]]).Select(static row => row.Key.Index));
        Assert.Throws<ProtocolException>(() => _fed.Return([sent[1]]));
        Assert.Equal([0, 2], _fed.Clear().Select(static row => row.Key.Index));
        Assert.Equal(0, _fed.Count);
    }

    [Fact]
    public void A_task_is_found_by_its_attempt()
    {
        var sent = _fed.Add(Row(5));
        Assert.Equal(sent, _fed.Find(new AckRow(Row(5).Key, 1)));
        Assert.Null(_fed.Find(new AckRow(Row(5).Key, 2)));
    }

    [Fact]
    public void Many_are_sent_ahead_only_while_tasks_are_short()
    {
        var pace = new FeedPace();
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
