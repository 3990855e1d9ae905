using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Tests.Slots;

public class SlotBoardTests
{
    private static readonly Guid Submission = Guid.CreateVersion7();

    [Fact]
    public void Tasks_begin_in_the_order_of_their_arrival()
    {
        var board = new SlotBoard(2);
        board.Add([Row(0), Row(1), Row(2)]);
        Assert.Equal([0, 1], TakeAll(board));
        board.Release(Row(0));
        Assert.Equal([2], TakeAll(board));
    }

    [Fact]
    public void A_task_that_waits_is_not_added_twice()
    {
        var board = new SlotBoard(4);
        board.Add([Row(0)]);
        board.Add([Row(0), Row(1)]);
        Assert.Equal([0, 1], TakeAll(board));
    }

    [Fact]
    public void A_task_that_was_removed_never_begins()
    {
        var board = new SlotBoard(4);
        board.Add([Row(0), Row(1)]);
        Assert.True(board.Remove(Id(0)));
        Assert.False(board.Remove(Id(0)));
        Assert.Equal([1], TakeAll(board));
        Assert.False(board.Remove(Id(1)));
    }

    [Fact]
    public void A_large_task_waits_for_its_slots_while_smaller_ones_pass()
    {
        var board = new SlotBoard(2);
        board.Add([Row(0), Row(1, slots: 2), Row(2)]);
        Assert.Equal([0, 2], TakeAll(board));
        board.Release(Row(0));
        Assert.Empty(TakeAll(board));
        board.Release(Row(2));
        Assert.Equal([1], TakeAll(board));
    }

    [Fact]
    public void A_large_task_does_not_starve()
    {
        var board = new SlotBoard(2);
        board.Add([Row(0), Row(1, slots: 2), .. Enumerable.Range(2, 100).Select(static n => Row(n))]);
        var running = new Queue<int>(TakeAll(board));
        var begun = new List<int>(running);
        while (!begun.Contains(1))
        {
            Assert.True(begun.Count < 50, "50 small tasks passed the large one");
            board.Release(Row(running.Dequeue()));
            foreach (var index in TakeAll(board))
            {
                running.Enqueue(index);
                begun.Add(index);
            }
        }

        Assert.Equal(1, begun[^1]);
    }

    [Fact]
    public void What_is_held_counts_slots_that_wait_and_run()
    {
        var board = new SlotBoard(4);
        board.Add([Row(0, slots: 3), Row(1, slots: 2)]);
        Assert.Equal(5, board.HeldSlots);
        Assert.Equal([0], TakeAll(board));
        Assert.Equal(5, board.HeldSlots);
        board.Release(Row(0, slots: 3));
        Assert.Equal(2, board.HeldSlots);
    }

    [Fact]
    public void A_task_taken_ahead_still_waits_until_it_begins()
    {
        var board = new SlotBoard(1);
        board.Add([Row(0), Row(1), Row(2)]);
        var first = Ahead(board);
        Assert.Equal((3, 3), (board.Count, board.HeldSlots));
        Assert.False(board.Begin(first));
        Assert.Equal((2, 3), (board.Count, board.HeldSlots));

        var more = new List<TaskRow>();
        board.TakeMore(more, 10, static _ => true);
        Assert.Equal([1, 2], more.Select(static row => row.Key.Index));
        Assert.Equal([1, 2], board.Waiting().Select(static id => id.Key.Index).Order());
        board.Add([Row(1)]);
        Assert.Equal(2, board.Count);

        Assert.Empty(board.PutBack(more));
        board.End(first);
        board.Free(1);
        Assert.Equal([1], TakeAll(board));
    }

    [Fact]
    public void What_could_begin_in_another_slot_at_once_is_not_taken_ahead()
    {
        var board = new SlotBoard(3);
        board.Add([Row(0), Row(1), Row(2), Row(3)]);
        Ahead(board);
        var more = new List<TaskRow>();
        board.TakeMore(more, 10, static _ => true);
        Assert.Equal([1], more.Select(static row => row.Key.Index));
    }

    [Fact]
    public void Large_tasks_and_those_that_were_lost_once_are_not_taken_ahead()
    {
        var board = new SlotBoard(2);
        board.Add([Row(0, slots: 2), Row(1, slots: 2), Row(2)]);
        Ahead(board);
        var more = new List<TaskRow>();
        board.TakeMore(more, 10, static _ => true);
        Assert.Empty(more);

        var other = new SlotBoard(1);
        other.Add([Row(0), Row(1) with { Attempt = 2 }, Row(2)]);
        Ahead(other);
        other.TakeMore(more, 10, static _ => true);
        Assert.Empty(more);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_task_that_is_withdrawn_ahead_is_ended_only_if_it_was_to_be_ended_while_it_runs_too(bool waitingOnly)
    {
        var board = new SlotBoard(1);
        board.Add([Row(0)]);
        var row = Ahead(board);
        Assert.False(board.Remove(Id(0)));
        Assert.True(board.Withdraw(Id(0), waitingOnly));
        Assert.Equal(!waitingOnly, board.Begin(row));
        Assert.False(board.Withdraw(Id(0), waitingOnly));
    }

    [Fact]
    public void A_task_that_is_withdrawn_ahead_and_comes_back_does_not_wait_any_more()
    {
        var board = new SlotBoard(1);
        board.Add([Row(0), Row(1)]);
        var row = Ahead(board);
        board.Withdraw(Id(0), waitingOnly: true);
        Assert.Equal([Id(0)], board.PutBack([row]));
        board.Free(1);
        Assert.Equal([1], TakeAll(board));
        Assert.Equal(1, board.HeldSlots);
    }

    private static TaskRow Ahead(SlotBoard board) => board.TakeAhead(static () => { }, CancellationToken.None);

    private static TaskRow Row(int index, int slots = 1) =>
        new() { Key = new TaskKey(Submission, index), Uid = TaskUid.Parse($"t{index}"), Attempt = 1, Slots = slots };

    private static AckRow Id(int index) => new(new TaskKey(Submission, index), 1);

    private static List<int> TakeAll(SlotBoard board)
    {
        var taken = new List<int>();
        while (board.TryTake(out var row))
        {
            taken.Add(row.Key.Index);
        }

        return taken;
    }
}
