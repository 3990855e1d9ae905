using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class PoolStateTests : PoolBench
{
    [Fact]
    public void Work_goes_to_the_least_loaded_node()
    {
        var (a, b) = (Node("a", 2), Node("b", 2));
        Enqueue(0, 1, 2, 3);

        Pool.Assign();

        Assert.Equal(2, a.Outbox.Count);
        Assert.Equal(2, b.Outbox.Count);
    }

    [Fact]
    public void A_node_gets_no_more_than_its_credit()
    {
        var node = Node("a", 4, credit: 3);
        Enqueue(0, 1, 2, 3, 4);

        Pool.Assign();
        Assert.Equal([0, 1, 2], Taken(node));

        node.Grant(new CreditGrant(node.Id, 4, 3), default);
        Pool.Assign(node);
        Assert.Equal([3], Taken(node));
    }

    [Fact]
    public void A_node_that_runs_long_tasks_holds_little_beyond_them()
    {
        var node = Node("a", 2, credit: 100);
        Enqueue([.. Enumerable.Range(0, 20)]);
        Pool.Assign();
        Assert.Equal([0, 1, 2, 3], Taken(node));

        Pool.Finish(Rows.Result(0) with { StartedMicroseconds = 1, FinishedMicroseconds = 10_000_001 });
        Pool.Finish(Rows.Result(1) with { StartedMicroseconds = 1, FinishedMicroseconds = 10_000_001 });
        Pool.Assign(node);
        Assert.Equal([4], Taken(node));
    }

    [Fact]
    public void A_node_that_runs_short_tasks_is_filled_up_to_its_credit()
    {
        var node = Node("a", 2, credit: 50);
        Enqueue([.. Enumerable.Range(0, 100)]);
        Pool.Assign();
        _ = Taken(node);

        Pool.Finish(Rows.Result(0) with { StartedMicroseconds = 1, FinishedMicroseconds = 2 });
        Pool.Assign(node);

        Assert.Equal(46, Taken(node).Count);
    }

    [Fact]
    public void A_small_job_is_spread_over_all_nodes_however_short_the_tasks_before_it_were()
    {
        var (a, b) = (Node("a", 1), Node("b", 1));
        Enqueue(0, 1);
        Pool.Assign();
        Pool.Finish(Rows.Result(0) with { StartedMicroseconds = 1, FinishedMicroseconds = 2 });
        Pool.Finish(Rows.Result(1) with { StartedMicroseconds = 1, FinishedMicroseconds = 2 });
        (_, _) = (Taken(a), Taken(b));

        Enqueue([.. Enumerable.Range(2, 40)]);
        Pool.Assign();

        Assert.Equal((10, 10), (Taken(a).Count, Taken(b).Count));
    }

    [Fact]
    public void After_a_pause_a_nodes_pace_is_found_anew()
    {
        var node = Node("a", 2);
        Enqueue(0);
        Pool.Assign();
        Pool.Finish(Rows.Result(0) with { StartedMicroseconds = 1, FinishedMicroseconds = 2 });
        _ = Taken(node);
        node.ForgetPaceIfIdle(TimeSpan.FromSeconds(1));

        Enqueue([.. Enumerable.Range(1, 100)]);
        Pool.Assign();

        Assert.Equal(4, Taken(node).Count);
    }

    [Fact]
    public void Higher_priority_goes_first()
    {
        var node = Node("a", 1, credit: 2);
        Enqueue(Rows.Task(0), Rows.Task(1, priority: 5), Rows.Task(2, priority: 5), Rows.Task(3, priority: 9));

        Pool.Assign();

        Assert.Equal([3, 1], Taken(node));
    }

    [Fact]
    public void Smaller_tasks_pass_one_that_waits_for_slots_and_it_does_not_starve()
    {
        var node = Node("a", 4, credit: 4);
        Enqueue(Rows.Task(0), Rows.Task(1, slots: 4));
        Enqueue([.. Enumerable.Range(2, 200)]);
        Pool.Assign();
        var started = Taken(node);
        Assert.Equal([0, 2, 3, 4], started);

        // One task at a time ends and makes room for one; four slots are never guaranteed to be free at once.
        var running = new Queue<int>(started);
        long granted = 4;
        while (!started.Contains(1))
        {
            Pool.Finish(Rows.Result(running.Dequeue()));
            node.Grant(new CreditGrant(node.Id, ++granted, 0), default);
            Pool.Assign(node);
            foreach (var index in Taken(node))
            {
                running.Enqueue(index);
                started.Add(index);
            }
        }

        Assert.InRange(started.IndexOf(1), 5, 60);
    }

    [Fact]
    public void While_one_node_makes_room_the_others_go_on()
    {
        var (large, small) = (Node("large", 4, credit: 4), Node("small", 2, credit: 2));
        Enqueue(0, 1, 2, 3, 4, 5);
        Pool.Assign();
        var running = new Queue<int>(Taken(large));
        _ = Taken(small);
        Enqueue(Rows.Task(100, slots: 4));
        Enqueue([.. Enumerable.Range(200, 300)]);

        var passed = 0;
        long granted = 4;
        while (!running.Contains(100))
        {
            Pool.Finish(Rows.Result(running.Dequeue()));
            large.Grant(new CreditGrant(large.Id, ++granted, 0), default);
            Pool.Assign(large);
            Taken(large).ForEach(running.Enqueue);
            passed++;
        }

        small.Grant(new CreditGrant(small.Id, 3, 0), default);
        Pool.Finish(Rows.Result(4));
        Pool.Finish(Rows.Result(5));
        Pool.Assign(small);
        Assert.Single(Taken(small));
        Assert.InRange(passed, 4, 60);
    }

    [Fact]
    public void A_node_does_not_make_room_for_ever_for_a_task_that_was_withdrawn()
    {
        var node = Node("a", 4, credit: 4);
        Enqueue(Rows.Task(0), Rows.Task(1, slots: 4));
        Enqueue([.. Enumerable.Range(2, 200)]);
        Pool.Assign();
        var running = new Queue<int>(Taken(node));
        long granted = 4;
        while (running.Count > 0)
        {
            Pool.Finish(Rows.Result(running.Dequeue()));
            node.Grant(new CreditGrant(node.Id, ++granted, 0), default);
            Pool.Assign(node);
            if (node.Outbox.Count == 0)
            {
                break;
            }

            Taken(node).ForEach(running.Enqueue);
        }

        Pool.Withdraw(new Withdrawal(Tasks[1], WaitingOnly: false));
        Pool.Assign(node);

        Assert.NotEmpty(Taken(node));
    }

    [Fact]
    public void Attempts_at_withdrawn_tasks_are_released_although_nothing_is_assigned()
    {
        Enqueue(0);
        for (var i = 1; i < 10_000; i++)
        {
            Enqueue(i);
            Pool.Withdraw(new Withdrawal(Tasks[i], WaitingOnly: false));
        }

        Assert.InRange(Pool.QueuedAttempts, 1, 2_100);
        Node("a", 4);
        Pool.Assign();
        Assert.Equal(0, Assert.Single(Taken(Assert.Single(Pool.Nodes))));
    }

    [Theory]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(-1, 1)]
    public void Priorities_may_be_as_far_apart_as_they_like(int low, int high)
    {
        Enqueue(Rows.Task(0, priority: low), Rows.Task(1), Rows.Task(2, priority: high));
        var node = Node("a", 3);
        Pool.Assign();

        Assert.Equal([2, 1, 0], Taken(node));
    }

    [Fact]
    public void A_task_that_no_node_is_large_enough_for_comes_back_once_there_is_a_node()
    {
        Enqueue(Rows.Task(0, slots: 3), Rows.Task(1));
        Assert.Empty(Pool.TakeUnschedulable());

        Node("a", 2);

        Assert.Equal(0, Assert.Single(Pool.TakeUnschedulable()).Task.Key.Index);
        Assert.Equal(1, Pool.Queued);
    }

    [Fact]
    public void A_task_that_only_a_lost_node_was_large_enough_for_is_kept_until_it_had_time_to_come_back()
    {
        Node("small", 1);
        var large = Node("large", 4, credit: 0);
        Enqueue(Rows.Task(0, slots: 3));
        Pool.Remove(large, mayReturnUntil: TimeSpan.FromSeconds(9));

        Assert.False(Pool.GiveUpGone(TimeSpan.FromSeconds(8)));
        Assert.Empty(Pool.TakeUnschedulable());
        Assert.True(Pool.GiveUpGone(TimeSpan.FromSeconds(9)));
        Assert.Single(Pool.TakeUnschedulable());
    }

    [Fact]
    public void A_withdrawn_task_is_never_assigned()
    {
        Enqueue(0, 1, 2);
        Assert.Null(Pool.Withdraw(new Withdrawal(Tasks[1], WaitingOnly: false)));
        var node = Node("a", 4);

        Pool.Assign();

        Assert.Equal([0, 2], Taken(node));
        Assert.Equal(0, Pool.Queued);
    }

    [Fact]
    public void A_task_in_flight_must_be_cancelled_where_it_is()
    {
        Enqueue(0);
        var node = Node("a", 1);
        Pool.Assign();

        Assert.Equal((node, 1), Pool.Withdraw(new Withdrawal(Tasks[0], WaitingOnly: false)));
        Assert.Equal([new AckRow(Rows.Key(0), 1)], Pool.CancelledAt(node));
    }

    [Fact]
    public void A_lost_node_gives_back_what_it_had()
    {
        Enqueue(0, 1, 2);
        var node = Node("a", 2, credit: 2);
        Pool.Assign();

        var lost = Pool.Remove(node);

        Assert.Equal([0, 1], lost.Select(static ticket => ticket.Task.Key.Index).Order());
        Assert.Equal(0, Pool.InFlight);
        Assert.Equal(1, Pool.Queued);
    }

    [Fact]
    public void A_node_that_cannot_be_reached_gets_nothing()
    {
        var node = Node("a", 2);
        Pool.SetUnreachable(node, TimeSpan.FromSeconds(1));
        Enqueue(0);
        Pool.Assign();
        Assert.Empty(node.Outbox);

        Pool.SetUnreachable(node, null);
        Pool.Assign(node);
        Assert.Single(node.Outbox);
    }

    [Fact]
    public void Tasks_are_held_until_enough_workers_have_registered()
    {
        var pool = new PoolState(minWorkers: 2);
        pool.Enqueue(new TaskAttempt(new TaskSpec(Rows.Task(0)), 1));
        Node("a", 1, pool: pool);
        pool.Assign();
        Assert.Equal(0, pool.InFlight);

        Node("b", 1, pool: pool);
        pool.Assign();
        Assert.Equal(1, pool.InFlight);
    }

    [Fact]
    public void A_worker_that_registers_anew_goes_on_with_what_it_holds()
    {
        Enqueue(0, 1);
        Node("a", 2);
        Pool.Assign();

        var again = Pool.Register(
            Registration("a", 2) with { Held = [new AckRow(Rows.Key(0), 1), new AckRow(Rows.Key(7), 1)] },
            new FakeRef("a"),
            out var lost,
            out var drop);

        Assert.Equal(1, Assert.Single(lost).Task.Key.Index);
        Assert.Equal(new AckRow(Rows.Key(7), 1), Assert.Single(drop));
        Assert.Equal(1, again.InFlight);
        Assert.Single(Pool.Nodes);
    }

    [Fact]
    public void Nothing_is_assigned_until_it_is_known_what_of_a_workers_tasks_is_wanted()
    {
        Node("a", 2);
        Enqueue(0, 1);
        var holder = Pool.Register(Registration("b", 1) with { Held = [new AckRow(Rows.Key(0), 1)] }, new FakeRef("b"), out _, out _);
        Pool.Assign();
        Assert.Equal(0, Pool.InFlight);

        Pool.Claimed(holder);
        Assert.True(Pool.Adopt(holder, new TaskAttempt(Tasks[0], 1)));
        Pool.Assign();
        Assert.Equal((1, 2), (holder.InFlight, Pool.InFlight));
    }

    [Fact]
    public void A_worker_that_is_lost_before_its_tasks_are_claimed_holds_up_nobody()
    {
        Node("a", 2);
        Enqueue(0);
        Pool.Remove(Pool.Register(Registration("b", 1) with { Held = [new AckRow(Rows.Key(0), 1)] }, new FakeRef("b"), out _, out _));
        Pool.Assign();

        Assert.Equal(1, Pool.InFlight);
    }

    [Fact]
    public void A_copy_that_was_dropped_elsewhere_does_not_end_a_flight()
    {
        Enqueue(0);
        var (runs, other) = (Node("a", 1), Node("b", 1));
        Pool.Assign();
        if (runs.InFlight == 0)
        {
            (runs, other) = (other, runs);
        }

        Assert.False(Pool.Finish(Rows.Result(0, state: TaskState.Canceled), other));
        Assert.Equal(1, runs.InFlight);
        Assert.True(Pool.Finish(Rows.Result(0), runs));
        Assert.Equal(0, Pool.InFlight);
    }

    [Fact]
    public void A_copy_that_was_dropped_where_the_task_is_in_flight_is_assigned_anew()
    {
        Enqueue(0);
        var node = Node("a", 1);
        Pool.Assign();
        _ = Taken(node);

        Assert.False(Pool.Finish(Rows.Result(0, state: TaskState.Canceled), node));
        Assert.Equal((0, 1), (Pool.InFlight, Pool.Queued));
        Pool.Grant(node, new CreditGrant(node.Id, 101, 1), default);
        Pool.Assign();
        Assert.Equal([0], Taken(node));
    }

    [Fact]
    public void The_result_of_another_attempt_leaves_the_flight_alone()
    {
        Enqueue(0);
        var node = Node("a", 1);
        Pool.Assign();

        Pool.Finish(Rows.Result(0, attempt: 7));
        Assert.Equal(1, node.InFlight);
        Pool.Finish(Rows.Result(0, attempt: 1));
        Assert.Equal(0, node.InFlight);
    }
}
