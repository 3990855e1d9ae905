using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class FairQueuePropertyTests
{
    private static readonly Guid[] Clients = [.. Enumerable.Range(1, 4).Select(static n => new Guid(n, 0, 0, new byte[8]))];

    private static readonly Gen<(int Client, int Priority, int Slots)[]> Tasks = Gen.ArrayOf(
        from client in Gen.Choose(0, 3)
        from priority in Gen.Choose(0, 2)
        from slots in Gen.Choose(1, 3)
        select (client, priority, slots));

    [Fact]
    public void Everything_leaves_the_queue_higher_priority_first_each_client_in_order_and_in_turn() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(150),
        Prop.ForAll(Tasks.ToArbitrary(), static tasks =>
        {
            var queue = new TaskQueue();
            foreach (var (index, (client, priority, slots)) in tasks.Index())
            {
                queue.Enqueue(new TaskAttempt(new TaskSpec(Rows.Task(index, slots, priority)), 1, Clients[client]));
            }

            var order = Drain(queue);
            return (order.Count == tasks.Length).Label("some are missing")
                .And(IsSorted(order, static attempt => -attempt.Task.Priority).Label("a lower priority came before a higher one"))
                .And(order.GroupBy(static attempt => (attempt.Client, attempt.Task.Priority, attempt.Task.Slots))
                    .All(static lane => IsSorted(lane, static attempt => attempt.Task.Key.Index)).Label("a client's tasks changed their order"))
                .And(order.GroupBy(static attempt => attempt.Task.Priority).All(static level => IsFair([.. level])).Label("a client was served out of turn"));
        }));

    [Fact]
    public void A_client_that_comes_late_does_not_wait_for_all_that_another_has_submitted()
    {
        var queue = new TaskQueue();
        for (var i = 0; i < 1_000; i++)
        {
            queue.Enqueue(new TaskAttempt(new TaskSpec(Rows.Task(i)), 1, Clients[0]));
        }

        var node = Node();
        for (var i = 0; i < 500; i++)
        {
            Assert.True(queue.TryTake(node, new NoRoom(), out _));
        }

        queue.Enqueue(new TaskAttempt(new TaskSpec(Rows.Task(5_000)), 1, Clients[1]));
        var next = Enumerable.Range(0, 2).Select(_ => queue.TryTake(node, new NoRoom(), out var attempt) ? attempt.Client : default).ToArray();

        Assert.Contains(Clients[1], next);
    }

    /// <summary>Nothing waits for slots here.</summary>
    private sealed class NoRoom : IPlaces
    {
        public IReadOnlyCollection<PoolNode> ToReserve(TaskLane lane) => [];

        public bool HaveRoomFor(TaskLane lane) => false;

        public bool HasTimeFor(PoolNode node, TaskSpec task) => true;
    }

    private static PoolNode Node()
    {
        var node = new PoolNode(Guid.CreateVersion7(), "node", 1_000_000, new FakeRef("node"));
        node.Grant(new CreditGrant(node.Id, 1_000_000, 0), default);
        return node;
    }

    private static List<TaskAttempt> Drain(TaskQueue queue)
    {
        var order = new List<TaskAttempt>();
        var node = Node();
        while (queue.TryTake(node, new NoRoom(), out var attempt))
        {
            order.Add(attempt);
        }

        return order;
    }

    /// <summary>While two clients both have tasks left, neither is ahead of the other by more than the largest task of each client.</summary>
    private static bool IsFair(List<TaskAttempt> level)
    {
        var left = level.CountBy(static attempt => attempt.Client).ToDictionary();
        var served = left.ToDictionary(static entry => entry.Key, static _ => 0);
        foreach (var attempt in level)
        {
            var waiting = left.Where(static entry => entry.Value > 0).Select(static entry => entry.Key).ToList();
            if (waiting.Max(client => served[client]) - waiting.Min(client => served[client]) > 6)
            {
                return false;
            }

            served[attempt.Client] += attempt.Task.Slots;
            left[attempt.Client]--;
        }

        return true;
    }

    private static bool IsSorted<T>(IEnumerable<T> items, Func<T, int> key) => items.Zip(items.Skip(1)).All(pair => key(pair.First) <= key(pair.Second));
}
