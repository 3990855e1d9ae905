using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class RuntimeQueueTests : PoolBench
{
    private static readonly TaskRuntime Python = new() { Name = TaskRuntime.Python, Module = "numpy" };
    private static readonly TaskRuntime Automatic = new() { Module = "numpy" };
    private static readonly TaskRuntime Stats = new() { Module = "My.Stats" };

    [Fact]
    public void Tasks_go_only_where_their_runtime_is_and_do_not_block_others()
    {
        var (plain, python) = (Node("plain", 2, credit: 2), PythonNode("python", 1, credit: 1));
        Enqueue(Row(0, Python), Row(1, Python), Row(2, null), Row(3, null));

        Pool.Assign();

        Assert.Equal([2, 3], Taken(plain));
        Assert.Equal([0], Taken(python));
        Assert.Equal(1, Pool.Queued);
    }

    [Fact]
    public void A_node_with_Python_takes_other_tasks_too()
    {
        var python = PythonNode("python", 3);
        Enqueue(Row(0, null), Row(1, Automatic), Row(2, Python));

        Pool.Assign();

        Assert.Equal([0, 1, 2], Taken(python));
    }

    [Fact]
    public void A_task_that_goes_elsewhere_is_not_passed_by_those_here()
    {
        var (plain, python) = (Node("plain", 4), PythonNode("python", 4, credit: 0));
        Enqueue(Row(0, Python, slots: 4));
        Enqueue([.. Enumerable.Range(1, 200)]);
        for (var i = 1; i <= 200; i++)
        {
            Pool.Assign();
            Pool.Finish(Rows.Result(i));
            plain.Grant(new CreditGrant(plain.Id, 100 + i, 0), default);
            plain.Outbox.Clear();
        }

        Enqueue(Row(300, null));
        python.Grant(new CreditGrant(python.Id, 4, 0), default);
        Pool.Assign();

        Assert.Contains(300, Taken(plain));
        Assert.Equal([0], Taken(python));
    }

    [Fact]
    public void Room_for_an_overdue_task_is_made_where_its_runtime_is()
    {
        var (plain, python) = (Node("plain", 8, credit: 0), PythonNode("python", 4, credit: 4));
        Enqueue(Row(0, Python), Row(1, Python, slots: 4));
        Enqueue([.. Enumerable.Range(2, 300).Select(static index => Row(index, Python))]);
        Pool.Assign();
        var running = new Queue<int>(Taken(python));
        long granted = 4;
        for (var ended = 0; ended < 100 && !running.Contains(1); ended++)
        {
            Pool.Finish(Rows.Result(running.Dequeue()));
            python.Grant(new CreditGrant(python.Id, ++granted, 0), default);
            Pool.Assign();
            Taken(python).ForEach(running.Enqueue);
        }

        Assert.Contains(1, running);
        Assert.Empty(plain.Outbox);
    }

    [Fact]
    public void A_node_makes_no_room_for_a_task_that_can_not_run_there_any_more()
    {
        var node = TypeNode("typed", 4, "My.Stats", credit: 4);
        Enqueue(Row(0, null), Row(1, Stats, slots: 4));
        Enqueue([.. Enumerable.Range(2, 300)]);
        Pool.Assign();
        var running = new Queue<int>(Taken(node));
        long granted = 4;
        while (running.Count > 0)
        {
            Pool.Finish(Rows.Result(running.Dequeue()));
            node.Grant(new CreditGrant(node.Id, ++granted, 0), default);
            Pool.Assign();
            if (node.Outbox.Count == 0)
            {
                break;
            }

            Taken(node).ForEach(running.Enqueue);
        }

        PythonNode("python", 4, credit: 0);
        Pool.SetTypes(node, []);
        Pool.Assign();

        Assert.NotEmpty(Taken(node));
    }

    [Fact]
    public void A_task_waits_as_long_as_there_is_no_node_at_all_and_is_given_to_the_first_that_has_its_runtime()
    {
        Enqueue(Row(0, Python));
        Assert.Empty(Pool.TakeUnschedulable());

        var python = PythonNode("python", 1);
        Assert.Empty(Pool.TakeUnschedulable());
        Pool.Assign();
        Assert.Equal([0], Taken(python));
    }

    [Fact]
    public void A_task_whose_runtime_no_node_has_comes_back()
    {
        Enqueue(Row(0, Python), Row(1, Automatic), Row(2, Automatic with { NamedEnv = "/opt/env" }), Row(3, null));
        var plain = Node("plain", 2, credit: 2);

        Assert.Equal([0, 2], Pool.TakeUnschedulable().Select(static attempt => attempt.Task.Key.Index).Order());
        Pool.Assign();
        Assert.Equal([1, 3], Taken(plain));
    }

    [Fact]
    public void A_task_that_no_node_with_its_runtime_is_large_enough_for_comes_back()
    {
        Node("plain", 8);
        PythonNode("python", 2);
        Enqueue(Row(0, Python, slots: 3), Row(1, Python, slots: 2), Row(2, null, slots: 8));

        Assert.Equal(0, Assert.Single(Pool.TakeUnschedulable()).Task.Key.Index);
    }

    [Fact]
    public void A_runtime_or_a_type_that_only_a_lost_node_had_is_waited_for_until_it_had_time_to_come_back()
    {
        var plain = Node("plain", 1);
        var python = PythonNode("python", 1, credit: 0);
        var typed = TypeNode("typed", 1, "My.Stats");
        Pool.Remove(python, mayReturnUntil: TimeSpan.FromSeconds(9));
        Pool.Remove(typed, mayReturnUntil: TimeSpan.FromSeconds(9));
        Enqueue(Row(0, Python), Row(1, Stats));
        Pool.Assign();
        Assert.Empty(Pool.TakeUnschedulable());
        Assert.Empty(Taken(plain));

        Assert.True(Pool.GiveUpGone(TimeSpan.FromSeconds(9)));
        Assert.Equal(0, Assert.Single(Pool.TakeUnschedulable()).Task.Key.Index);
        Pool.Assign();
        Assert.Equal([1], Taken(plain));
    }

    [Fact]
    public void Where_a_module_is_found_is_decided_when_the_task_is_assigned()
    {
        var plain = Node("plain", 1, credit: 1);
        Enqueue(Row(0, Stats), Row(1, Stats), Row(2, Stats));
        Pool.Assign();
        Assert.Equal([0], Taken(plain));

        var python = PythonNode("python", 1, credit: 1);
        plain.Grant(new CreditGrant(plain.Id, 100, 0), default);
        Pool.Assign();
        Assert.Equal([1], Taken(python));

        var typed = TypeNode("typed", 1, "My.Stats");
        python.Grant(new CreditGrant(python.Id, 100, 0), default);
        Pool.Assign();
        Assert.Equal([2], Taken(typed));
        Assert.Empty(plain.Outbox);
    }

    [Fact]
    public void Tasks_of_different_modules_without_a_home_keep_their_order()
    {
        var python = PythonNode("python", 1, credit: 20);
        Enqueue([.. Enumerable.Range(0, 20).Select(static index => Row(index, new TaskRuntime { Module = $"m{index % 7}" }))]);
        Pool.Assign();
        var order = Taken(python);
        while (order.Count < 20)
        {
            order.ForEach(index => Pool.Finish(Rows.Result(index)));
            Pool.Assign();
            order.AddRange(Taken(python));
        }

        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    private static TaskRow Row(int index, TaskRuntime? runtime, int slots = 1) => Rows.Task(index, slots, runtime: runtime);
}
