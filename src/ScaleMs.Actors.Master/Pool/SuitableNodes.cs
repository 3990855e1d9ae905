using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>The nodes on which tasks with the same need can run.</summary>
internal sealed class SuitableNodes
{
    public const string PythonWithMpi = $"{TaskRuntime.Python}' with MPI";

    private readonly HashSet<PoolNode>? _nodes;

    private SuitableNodes(HashSet<PoolNode>? nodes, IReadOnlyCollection<PoolNode> all) => (_nodes, Nodes) = (nodes, all);

    public IReadOnlyCollection<PoolNode> Nodes { get; }

    /// <summary>The runtime that all of them have; null = something else makes them suitable.</summary>
    public string? Runtime { get; private init; }

    /// <summary>The type that all of them have in their modules; null = something else makes them suitable.</summary>
    public string? Type { get; private init; }

    public static SuitableNodes All(IReadOnlyCollection<PoolNode> nodes) => new(null, nodes);

    public static SuitableNodes WithRuntime(string runtime, IEnumerable<PoolNode> all) => Only(all.Where(node => node.Has(runtime)), runtime, type: null);

    /// <summary>Those whose Python runs the ranks of MPI tasks.</summary>
    public static SuitableNodes WithMpi(IEnumerable<PoolNode> all) =>
        Only(all.Where(static node => node.Runtimes.Any(static runtime => runtime is { Name: TaskRuntime.Python, Mpi: true })), PythonWithMpi, type: null);

    public static SuitableNodes WithType(string type, IEnumerable<PoolNode> all) => Only(all.Where(node => node.Types.Contains(type)), runtime: null, type);

    /// <summary>Ranks that fit on one of them, and on all together, while they are empty.</summary>
    public (int OfOne, long OfAll) RanksOf(TaskShape shape)
    {
        var (ofOne, ofAll) = (0, 0L);
        foreach (var node in Nodes)
        {
            var ranks = shape.RanksWhenEmpty(node);
            ofOne = Math.Max(ofOne, ranks);
            ofAll += ranks;
        }

        return (ofOne, ofAll);
    }

    public bool Contains(PoolNode node) => _nodes is null || _nodes.Contains(node);

    private static SuitableNodes Only(IEnumerable<PoolNode> nodes, string? runtime, string? type)
    {
        HashSet<PoolNode> suitable = [.. nodes];
        return new SuitableNodes(suitable, suitable) { Runtime = runtime, Type = type };
    }
}
