using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

/// <summary>Tasks whose ranks no worker has room for alone.</summary>
public sealed class SpreadTests : PoolBench
{
    private const long Limit = 1_000_000;

    private static readonly Gen<(int[] Slots, (int Ranks, int Slots)[] Tasks, int Seed)> Worlds =
        from slots in Gen.NonEmptyListOf(Gen.Choose(1, 6))
        from tasks in Gen.ArrayOf(from ranks in Gen.Choose(1, 8) from each in Gen.Choose(1, 3) select (ranks, each))
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (slots.Take(4).ToArray(), tasks, seed);

    [Fact]
    public void Ranks_that_no_node_has_room_for_go_to_several_at_once_in_rank_order()
    {
        var (large, small) = (Node("large", 3), Node("small", 2));
        Enqueue(Ranked(0, ranks: 5));

        Pool.Assign();

        var (first, second) = (Assert.Single(large.Outbox).ToRow(), Assert.Single(small.Outbox).ToRow());
        Assert.Equal((new RankSpan(0, 3, 5), 3), (first.Ranks, first.Slots));
        Assert.Equal((new RankSpan(3, 2, 5), 2), (second.Ranks, second.Slots));
        Assert.Equal(first.Places, second.Places);
        Assert.Equal([(0, 3), (3, 2)], first.Places.Select(static place => (place.First, place.Count)));
    }

    [Fact]
    public void Ranks_that_fit_on_one_node_stay_together()
    {
        var (busy, other) = (Node("busy", 4), Node("other", 4));
        Enqueue(Ranked(0, ranks: 1) with { Slots = 3, Ranks = default }, Ranked(1, ranks: 1) with { Slots = 3, Ranks = default }, Ranked(2, ranks: 2));

        Pool.Assign();

        Assert.Equal(2, busy.Outbox.Count + other.Outbox.Count);
        Assert.DoesNotContain(busy.Outbox.Concat(other.Outbox), static assignment => assignment.Part is not null);
    }

    [Fact]
    public void A_rank_with_several_slots_is_never_split()
    {
        var (first, second) = (Node("first", 3), Node("second", 5));
        Enqueue(Ranked(0, ranks: 3, slotsPerRank: 2));

        Pool.Assign();

        Assert.Equal((4, 2), (Assert.Single(second.Outbox).ToRow().Slots, Assert.Single(first.Outbox).ToRow().Slots));
    }

    [Fact]
    public void All_ranks_wait_until_there_is_room_for_the_last()
    {
        var (first, second) = (Node("first", 2), Node("second", 2));
        Enqueue(0);
        Pool.Assign();
        Enqueue(Ranked(1, ranks: 4));

        Pool.Assign();
        Assert.Single(first.Outbox.Concat(second.Outbox));

        Finish(first, 0);
        Pool.Assign(first);
        Assert.Equal(2, first.Outbox.Concat(second.Outbox).Count(static assignment => assignment.TaskAttempt.Task.Key.Index == 1));
    }

    [Fact]
    public void Smaller_tasks_pass_ranks_that_wait_and_the_ranks_do_not_starve()
    {
        var nodes = new[] { Node("first", 2, credit: 100_000), Node("second", 2, credit: 100_000) };
        Enqueue([.. Enumerable.Range(0, 4)]);
        Pool.Assign();
        Enqueue(Ranked(1_000, ranks: 4));
        var small = 4;
        var passed = 0;
        for (; passed < 1_000 && !nodes.Any(HasRanks); passed++)
        {
            Enqueue(small++, small++);
            Pool.Assign();
            foreach (var node in nodes)
            {
                Finish(node, Pool.FlightsAt(node).First().TaskAttempt.Task.Key.Index);
            }

            Pool.Assign();
        }

        Assert.InRange(passed, 2, 200);
        Assert.All(nodes, static node => Assert.True(HasRanks(node)));

        static bool HasRanks(PoolNode node) => node.Outbox.Exists(static assignment => assignment.Part is not null);
    }

    [Fact]
    public void The_result_is_one_when_the_last_part_has_ended_in_the_order_of_ranks()
    {
        var (first, second) = Spread();

        Assert.Equal(PartUse.Kept, FinishPart(second, [3], out _));
        Assert.Equal(PartUse.Kept, FinishPart(second, [3], out _));
        Assert.Equal(PartUse.Completes, FinishPart(first, [1, 2], out var whole));

        Assert.Equal("[1,2,3]", TaskOutcome.Parse(whole.Result.Payload.Span).ReturnValue?.GetRawText());
        Assert.Equal("first, second", whole.Workers);
        Assert.Equal((0, 0), (first.SlotsInFlight, second.SlotsInFlight));
        Assert.Equal(PartUse.Kept, FinishPart(first, [1, 2], out _));
        Assert.Equal([first.Actor, second.Actor], Pool.Acknowledged(new AckRow(Rows.Key(0), 1)));
        Assert.Equal(PartUse.None, FinishPart(first, [1, 2], out _));
    }

    [Fact]
    public void When_a_node_is_lost_the_parts_elsewhere_are_over()
    {
        var (first, second) = Spread();

        Assert.Equal(0, Assert.Single(Pool.Remove(second)).Task.Key.Index);

        Assert.Equal((first, new AckRow(Rows.Key(0), 1)), Assert.Single(Pool.TakeOrphans()));
        Assert.Equal(0, first.SlotsInFlight);
        Assert.Equal(0, Pool.InFlight);
    }

    [Fact]
    public void A_part_that_a_worker_has_dropped_starts_the_task_anew()
    {
        var (first, second) = Spread();
        var dropped = new ResultRow { Key = Rows.Key(0), Attempt = 1, State = TaskState.Canceled };

        Assert.Equal(PartUse.Dropped, Pool.FinishPart(dropped, first, Limit, out _));

        Assert.Equal(second, Assert.Single(Pool.TakeOrphans()).Node);
        Assert.Equal((1, 0, 0), (Pool.Queued, first.SlotsInFlight, second.SlotsInFlight));
    }

    [Fact]
    public void A_part_that_has_failed_ends_the_others_with_the_task()
    {
        var (first, second) = Spread();
        var failed = new ResultRow { Key = Rows.Key(0), Attempt = 1, State = TaskState.Failed, Payload = TaskOutcome.Error(ErrorType.ProcessCrash, "gone").ToUtf8Json() };

        Assert.Equal(PartUse.Kept, Pool.FinishPart(failed, second, Limit, out _));

        Assert.Equal(new AckRow(Rows.Key(0), 1), Assert.Single(Pool.CancelledAt(first)));
        Assert.Equal(PartUse.Completes, Pool.FinishPart(failed with { State = TaskState.Canceled, Payload = default }, first, Limit, out var whole));
        Assert.Equal((TaskState.Failed, ErrorKind.RankLost), (whole.Result.State, TaskOutcome.Parse(whole.Result.Payload.Span).ErrorKind));
    }

    [Fact]
    public void Results_that_are_too_large_together_fail_the_task()
    {
        var (first, second) = Spread();
        var row = new ResultRow { Key = Rows.Key(0), Attempt = 1, State = TaskState.Done, Payload = OutcomeOf([1]) };
        Pool.FinishPart(row, first, transferLimit: 20, out _);

        Assert.Equal(PartUse.Completes, Pool.FinishPart(row, second, transferLimit: 20, out var whole));

        Assert.Equal(ErrorKind.TooLarge, TaskOutcome.Parse(whole.Result.Payload.Span).ErrorKind);
    }

    [Fact]
    public void Ranks_that_all_nodes_together_have_no_room_for_come_back()
    {
        _ = (Node("first", 3), Node("second", 3));
        Enqueue(Ranked(0, ranks: 3, slotsPerRank: 2), Ranked(1, ranks: 6));

        Assert.Equal(0, Assert.Single(Pool.TakeUnschedulable()).Task.Key.Index);
    }

    [Fact]
    public void Whatever_comes_all_tasks_end_and_no_node_has_more_ranks_than_slots() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60),
        Prop.ForAll(Worlds.ToArbitrary(), static world =>
        {
            var (slots, shapes, seed) = world;
            var pool = new PoolState(minWorkers: 0);
            var nodes = slots.Select((count, i) => NodeIn(pool, $"node-{i}", count)).ToList();
            for (var i = 0; i < shapes.Length; i++)
            {
                pool.Enqueue(new TaskAttempt(new TaskSpec(Ranked(i, shapes[i].Ranks, shapes[i].Slots)), 1));
            }

            var left = shapes.Length - pool.TakeUnschedulable().Count;
            var random = new Random(seed);
            while (left > 0)
            {
                pool.Assign();
                Assert.All(nodes, node => Assert.InRange(pool.FlightsAt(node).Where(static flight => flight.Part is not null).Sum(static flight => flight.Part!.Slots), 0, node.Slots));
                var running = nodes.SelectMany(node => pool.FlightsAt(node).Select(flight => (Node: node, Flight: flight))).ToList();
                Assert.NotEmpty(running);
                var (at, ended) = running[random.Next(running.Count)];
                foreach (var node in ended.Part?.Task.Parts.Select(static part => part.Node) ?? [at])
                {
                    var row = new ResultRow { Key = ended.TaskAttempt.Task.Key, Attempt = 1, State = TaskState.Done, Payload = OutcomeOf([0]) };
                    if (pool.FinishPart(row, node, Limit, out _) == PartUse.None)
                    {
                        pool.Finish(row, node);
                    }
                }

                left--;
            }

            Assert.All(nodes, static node => Assert.Equal(0, node.SlotsInFlight));
        }));

    private static PoolNode NodeIn(PoolState pool, string name, int slots)
    {
        var node = pool.Register(Registration(name, slots), new FakeRef(name), out _, out _);
        node.Grant(new CreditGrant(node.Id, 1_000_000, 0), default);
        return node;
    }

    private (PoolNode First, PoolNode Second) Spread()
    {
        var (first, second) = (Node("first", 2), Node("second", 1));
        Enqueue(Ranked(0, ranks: 3));
        Pool.Assign();
        return (first, second);
    }

    private PartUse FinishPart(PoolNode node, int[] values, out (ResultRow Result, string Workers) whole) =>
        Pool.FinishPart(new ResultRow { Key = Rows.Key(0), Attempt = 1, State = TaskState.Done, Payload = OutcomeOf(values) }, node, Limit, out whole);

    private static byte[] OutcomeOf(int[] values) => new TaskOutcome { ReturnValue = JsonSerializer.SerializeToElement(values) }.ToUtf8Json();

    private void Finish(PoolNode node, int index) => Pool.Finish(new ResultRow { Key = Rows.Key(index), Attempt = 1, State = TaskState.Done }, node);

    private static TaskRow Ranked(int index, int ranks, int slotsPerRank = 1) =>
        Rows.Task(index) with { Slots = ranks * slotsPerRank, Ranks = RankSpan.All(ranks), Runtime = null };
}
