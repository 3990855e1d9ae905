using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Workers.Node;

namespace ScaleMs.Actors.Tests.Workers.Node;

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
    public void A_stopped_slot_is_not_filled_again()
    {
        var board = new SlotBoard(2);
        board.Shrink();
        board.Add([Row(0), Row(1)]);
        Assert.Equal([0], TakeAll(board));
        Assert.Equal(1, board.Capacity);
    }

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
