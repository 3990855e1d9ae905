using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class SubTaskQueueTests : PoolBench
{
    private static readonly Guid Client = Guid.Parse("0198c2a0-0000-7000-8000-00000000000a");
    private static readonly Guid Process = Guid.Parse("0198c2a0-0000-7000-8000-00000000000b");
    private static readonly Guid OtherProcess = Guid.Parse("0198c2a0-0000-7000-8000-00000000000c");
    private static readonly SubTaskParent Parent = new(Rows.Key(1_000), 1);

    [Fact]
    public void Sub_tasks_go_before_other_tasks_of_their_priority_and_behind_those_of_a_higher_one()
    {
        Enqueue(Client, Rows.Task(0), Rows.Task(1, priority: 1));
        Enqueue(Process, Sub(2), Sub(3, priority: 1));

        Assert.Equal([3, 1, 2, 0], Order(Node("a", 4)));
    }

    [Fact]
    public void Workers_get_their_sub_tasks_in_turn_the_newest_first()
    {
        for (var i = 0; i < 6; i++)
        {
            Enqueue(Process, Sub(i));
        }

        for (var i = 10; i < 13; i++)
        {
            Enqueue(OtherProcess, Sub(i));
        }

        Assert.Equal([5, 12, 4, 11, 3, 10, 2, 1, 0], Order(Node("a", 9)));
    }

    [Fact]
    public void A_worker_full_of_waiting_tasks_gets_sub_tasks_of_its_own_session_only()
    {
        var node = Worker("a", 2);
        Grant(node, 100, subTasksOnly: true);
        Enqueue(Client, Rows.Task(0, priority: 9));
        Enqueue(OtherProcess, Sub(1));
        Enqueue(Process, Sub(2), Sub(3, priority: 1));
        Pool.Assign();
        Assert.Equal([3, 2], Taken(node));

        Pool.Finish(Rows.Result(2), node);
        Pool.Finish(Rows.Result(3), node);
        Grant(node, 102, subTasksOnly: false);
        Pool.Assign();
        Assert.Equal([0, 1], Taken(node));
    }

    [Fact]
    public void A_worker_that_is_served_out_of_turn_waits_for_the_others_afterwards()
    {
        var full = Worker("a", 8, credit: 0);
        Grant(full, 4, subTasksOnly: true);
        Enqueue(Process, [.. Enumerable.Range(0, 8).Select(static index => Sub(index))]);
        Enqueue(OtherProcess, [.. Enumerable.Range(10, 5).Select(static index => Sub(index))]);
        Pool.Assign();
        Assert.Equal([7, 6, 5, 4], Taken(full));

        Assert.Equal([14, 13, 12, 11], Order(Node("b", 8, credit: 4)));
    }

    [Fact]
    public void Tasks_that_wait_for_sub_tasks_leave_room_for_these()
    {
        var node = Worker("a", 1);
        Enqueue(Client, Rows.Task(0), Rows.Task(1));
        Pool.Assign();
        Assert.Equal([0], Taken(node));
        Enqueue(Process, Sub(3));
        Pool.Assign();
        Assert.Empty(Taken(node));

        Pool.Grant(node, new CreditGrant(node.Id, 101, 1) { Waiting = 1 }, default);
        Pool.Assign(node);
        Assert.Equal([3], Taken(node));
    }

    [Fact]
    public void A_worker_that_says_that_all_it_has_waits_gets_what_this_waits_for()
    {
        var node = Worker("a", 1);
        Enqueue(Client, Rows.Task(0), Rows.Task(1));
        Pool.Assign();
        _ = Taken(node);
        Enqueue(Process, Sub(3));

        Grant(node, 102, subTasksOnly: true);
        Pool.Assign(node);
        Assert.Equal([3], Taken(node));
    }

    [Fact]
    public void What_a_worker_hands_back_goes_to_another_and_not_back()
    {
        var node = Worker("a", 2);
        Enqueue(Client, Rows.Task(0));
        Pool.Assign();
        Assert.Equal([0], Taken(node));

        // Its result comes before the grant that says that it takes sub-tasks only.
        Assert.False(Pool.Finish(Rows.Result(0, state: TaskState.Canceled), node));
        Pool.Assign();
        Pool.Assign(node);
        Assert.Empty(Taken(node));
        Grant(node, 102, subTasksOnly: true);
        Pool.Assign(node);
        Assert.Empty(Taken(node));

        var other = Node("b", 2);
        Pool.Assign();
        Assert.Equal([0], Taken(other));
    }

    [Fact]
    public void A_worker_that_handed_back_and_whose_grant_was_lost_gets_tasks_again()
    {
        var node = Worker("a", 2);
        Enqueue(Client, Rows.Task(0));
        Pool.Assign();
        _ = Taken(node);
        Pool.Finish(Rows.Result(0, state: TaskState.Canceled), node);

        Assert.True(node.ForgetHandedBack());
        Pool.Assign(node);
        Assert.Equal([0], Taken(node));
    }

    [Fact]
    public void A_worker_that_makes_room_for_a_large_task_runs_what_its_tasks_wait_for()
    {
        var node = Worker("a", 2);
        Enqueue(Client, Rows.Task(0));
        Pool.Assign();
        Enqueue(Client, Rows.Task(1, slots: 2));
        var next = 2;

        // Small tasks pass the large one until it is overdue and the node is reserved for it.
        for (var idle = false; !idle; next++)
        {
            Enqueue(Client, Rows.Task(next));
            Pool.Grant(node, new CreditGrant(node.Id, node.Given + 1, 0), default);
            Pool.Assign(node);
            idle = node.Outbox.TrueForAll(assignment => assignment.TaskAttempt.Task.Key.Index != next);
            Finish(node, except: 0);
        }

        Pool.Assign(node);
        Assert.Empty(Taken(node));
        Enqueue(Process, Sub(next));
        Pool.Assign(node);
        Assert.Equal([next], Taken(node));
    }

    [Fact]
    public void Sub_tasks_leave_first_and_the_newest_of_them_first_and_tasks_in_their_order() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(150),
        Prop.ForAll(
            Gen.ArrayOf(
                from client in Gen.Choose(0, 3)
                from priority in Gen.Choose(0, 2)
                from isSub in Gen.Elements(true, false)
                select (client, priority, isSub)).ToArbitrary(),
            static tasks =>
            {
                var pool = new PoolState(minWorkers: 0);
                var node = pool.Register(Registration("a", 1_000_000), new FakeRef("a"), out _, out _);
                node.Grant(new CreditGrant(node.Id, 1_000_000, 0), default);
                foreach (var (index, (client, priority, isSub)) in tasks.Index())
                {
                    var row = Rows.Task(index, priority: priority) with { Parent = isSub ? Parent : null };
                    pool.Enqueue(new TaskAttempt(new TaskSpec(row), 1, new Guid(client + 1, 0, 0, new byte[8])));
                }

                while (node.Outbox.Count < tasks.Length)
                {
                    pool.Assign(node);
                }

                var order = node.Outbox.ConvertAll(static assignment => assignment.TaskAttempt);
                var levels = order.ConvertAll(static attempt => (2 * attempt.Task.Priority) + (attempt.Task.Parent is null ? 0 : 1));
                return levels.Zip(levels.Skip(1)).All(static pair => pair.First >= pair.Second).Label("a lower level came before a higher one")
                    .And(order.GroupBy(static attempt => (attempt.Client, attempt.Task.Priority, attempt.Task.Parent)).All(static line =>
                        line.Zip(line.Skip(1)).All(static pair => pair.First.Task.Key.Index < pair.Second.Task.Key.Index == pair.First.Task.Parent is null)).Label("a line changed its order"));
            }));

    private static TaskRow Sub(int index, int priority = 0) => Rows.Task(index, priority: priority) with { Parent = Parent };

    private PoolNode Worker(string name, int slots, int credit = 100) => Node(Registration(name, slots) with { Process = Process }, credit);

    private void Grant(PoolNode node, int granted, bool subTasksOnly) => Pool.Grant(node, new CreditGrant(node.Id, granted, 0) { SubTasksOnly = subTasksOnly }, default);

    private void Enqueue(Guid client, params TaskRow[] rows)
    {
        foreach (var row in rows)
        {
            Pool.Enqueue(new TaskAttempt(new TaskSpec(row), 1, client));
        }
    }

    private List<int> Order(PoolNode node)
    {
        Pool.Assign();
        return Taken(node);
    }

    private void Finish(PoolNode node, int except)
    {
        foreach (var index in Taken(node).Where(index => index != except))
        {
            Pool.Finish(Rows.Result(index), node);
        }
    }
}
