using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>The nodes on which tasks with the same need can run.</summary>
internal sealed class SuitableNodes
{
    public const string PythonWithMpi = $"{TaskRuntime.Python}' with MPI";

    private readonly HashSet<PoolNode>? _nodes;

    private SuitableNodes(HashSet<PoolNode>? nodes, IReadOnlyCollection<PoolNode> all) => (_nodes, Nodes, LargestSlots) = (nodes, all, LargestOf(all));

    public IReadOnlyCollection<PoolNode> Nodes { get; }

    /// <summary>Slots of the largest of them; 0 = there is none.</summary>
    public int LargestSlots { get; }

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

    /// <summary>Ranks of this size that fit on all of them together while they are empty.</summary>
    public int RanksOf(int slots) => Nodes.Sum(node => node.Slots / slots);

    public bool Contains(PoolNode node) => _nodes is null || _nodes.Contains(node);

    private static SuitableNodes Only(IEnumerable<PoolNode> nodes, string? runtime, string? type)
    {
        HashSet<PoolNode> suitable = [.. nodes];
        return new SuitableNodes(suitable, suitable) { Runtime = runtime, Type = type };
    }

    private static int LargestOf(IEnumerable<PoolNode> nodes) => nodes.Select(static node => node.Slots).DefaultIfEmpty().Max();
}
