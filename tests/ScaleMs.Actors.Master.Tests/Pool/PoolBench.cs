using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

/// <summary>A pool without actors, whose nodes and tasks the test adds.</summary>
public abstract class PoolBench
{
    private protected PoolState Pool { get; } = new(minWorkers: 0);

    private protected Dictionary<int, TaskSpec> Tasks { get; } = [];

    private protected static RegisterWorker Registration(string name, int slots) =>
        new() { RegistrationId = Guid.CreateVersion7(), ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = name, Slots = slots };

    /// <summary>The tasks given to the node since the last call.</summary>
    private protected static List<int> Taken(PoolNode node)
    {
        var indices = node.Outbox.ConvertAll(static assignment => assignment.TaskAttempt.Task.Key.Index);
        node.Outbox.Clear();
        return indices;
    }

    private protected PoolNode Node(string name, int slots, int credit = 100, PoolState? pool = null) => Node(Registration(name, slots), credit, pool);

    private protected PoolNode Node(RegisterWorker registration, int credit = 100, PoolState? pool = null)
    {
        var node = (pool ?? Pool).Register(registration, new FakeRef(registration.Name), out _, out _);
        node.Grant(new CreditGrant(node.Id, credit, 0), default);
        return node;
    }

    /// <summary>A worker with Python.</summary>
    private protected PoolNode PythonNode(string name, int slots, int credit = 100) =>
        Node(Registration(name, slots) with { Runtimes = [new RuntimeInfo(TaskRuntime.Python, "3.11.2", "/usr")] }, credit);

    /// <summary>A worker whose modules have this type.</summary>
    private protected PoolNode TypeNode(string name, int slots, string type, int credit = 100) =>
        Node(Registration(name, slots) with { Types = [type] }, credit);

    private protected void Enqueue(params int[] indices) => Enqueue([.. indices.Select(static index => Rows.Task(index))]);

    private protected void Enqueue(params TaskRow[] rows)
    {
        foreach (var row in rows)
        {
            var task = new TaskSpec(row);
            Tasks[row.Key.Index] = task;
            Pool.Enqueue(new TaskAttempt(task, 1));
        }
    }
}
