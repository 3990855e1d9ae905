using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// Where tasks can run, by their runtime, as long as the nodes are these: another set of nodes has another placement. An answer is computed
/// once for each need, and kept.
/// </summary>
internal sealed class RuntimePlacement
{
    // Needs are few, unless a client names another module with each task.
    private const int MostKept = 1024;

    private readonly PoolNode[] _nodes;
    private readonly SuitableNodes _all;
    private readonly Dictionary<RuntimeNeed, SuitableNodes> _known = [];

    /// <summary>The placement on these nodes.</summary>
    /// <param name="nodes">The nodes that are here or may come back.</param>
    public RuntimePlacement(IEnumerable<PoolNode> nodes)
    {
        _nodes = [.. nodes];
        _all = SuitableNodes.All(_nodes);
    }

    public SuitableNodes For(RuntimeNeed need)
    {
        if (need.IsNone)
        {
            return _all;
        }

        if (!_known.TryGetValue(need, out var suitable))
        {
            if (_known.Count == MostKept)
            {
                _known.Clear();
            }

            _known.Add(need, suitable = Find(need));
        }

        return suitable;
    }

    /// <summary>Why no node can run a task, nor all together its ranks; for people.</summary>
    /// <param name="shape">What it needs.</param>
    /// <param name="workers">Number of registered workers.</param>
    public string Problem(TaskShape shape, int workers)
    {
        var suitable = For(shape.Need);
        var what = suitable.Runtime is { } runtime ? $"the runtime '{runtime}'" : suitable.Type is { } type ? $"the type '{type}'" : null;
        if (suitable.Nodes.Count == 0)
        {
            return $"the task needs {what}, which none of {workers} workers has"
                + (suitable.Runtime == SuitableNodes.PythonWithMpi ? "; its ranks need a communicator, which 'scalems worker --mpi' gives them (use_mpi = false: they need none)"
                    : suitable.Runtime == TaskRuntime.Python ? " (scalems.worker.python names the interpreter)" : $"; known are {string.Join(", ", Runtimes)}");
        }

        var with = what is null ? "" : $" with {what}";
        var of = what is null ? $"of {workers} workers" : "of these";
        var (ofOne, ofAll) = suitable.RanksOf(shape);
        return shape.Resources is { Counts: true } resources && ofOne == 0 && shape with { Resources = null } is var slotsOnly && suitable.RanksOf(slotsOnly).OfOne > 0
            ? $"{(shape.Ranks > 1 ? "each rank of the task" : "the task")} needs {resources} on one worker{with}; {Largest(shape, suitable.Nodes, of)}"
            : shape.Ranks > 1
                ? $"the task needs {shape.Ranks} ranks{EachWith(shape)}{with}; all {of} together have room for {ofAll}"
                : $"the task needs {shape.Slots} slots on one worker{with}; the largest {of} has {suitable.Nodes.Max(static node => node.Slots)}";
    }

    private static string EachWith(TaskShape shape)
    {
        List<string> parts = [];
        if (shape.SlotsPerRank > 1)
        {
            parts.Add($"{shape.SlotsPerRank} slots");
        }

        if (shape.Resources is { Counts: true } resources)
        {
            parts.Add(resources.ToString());
        }

        return parts.Count == 0 ? "" : $" with {string.Join(" and ", parts)} each";
    }

    /// <summary>Of each resource that no worker has enough of, the largest amount; else that none has enough of all.</summary>
    private static string Largest(TaskShape shape, IReadOnlyCollection<PoolNode> nodes, string of)
    {
        var wanted = shape.Resources!;
        List<(long Wanted, long Largest, string Text)> amounts =
        [
            (wanted.Cores, nodes.Max(static node => node.Resources.All.Cores), $"{nodes.Max(static node => node.Resources.All.Cores)} cores to give"),
            (wanted.GpusUsed, nodes.Max(static node => node.Resources.All.Gpus.Length), nodes.Max(static node => node.Resources.All.Gpus.Length) is 1 ? "1 GPU" : $"{nodes.Max(static node => node.Resources.All.Gpus.Length)} GPUs"),
            (wanted.Memory, nodes.Max(static node => node.Resources.All.Memory), $"{TaskResources.Bytes(nodes.Max(static node => node.Resources.All.Memory))} of memory"),
            (wanted.Storage, nodes.Max(static node => node.Resources.All.Storage), $"{TaskResources.Bytes(nodes.Max(static node => node.Resources.All.Storage))} of local disk"),
        ];
        foreach (var (name, amount) in wanted.Named)
        {
            var largest = nodes.Max(node => node.Resources.All.Named.GetValueOrDefault(name));
            amounts.Add((amount, largest, $"{TaskResources.Amount(largest)} of '{name}'"));
        }

        var missing = amounts.Where(static amount => amount.Wanted > amount.Largest).Select(static amount => amount.Text).ToList();
        return missing.Count > 0 ? $"the largest {of} has {string.Join(" and ", missing)}" : $"no one {of} has all of it";
    }

    private IEnumerable<string> Runtimes =>
        _nodes.SelectMany(static node => node.Runtimes).Select(static runtime => runtime.Name).Append(TaskRuntime.DotNet).Distinct().Order(StringComparer.Ordinal);

    private SuitableNodes WithRuntime(string name, bool mpi) =>
        mpi && name == TaskRuntime.Python ? SuitableNodes.WithMpi(_nodes) : SuitableNodes.WithRuntime(name, _nodes);

    /// <summary>A module that no node has may be a Python module, if there is Python; if there is none, any worker can tell what is missing.</summary>
    private SuitableNodes Find(RuntimeNeed need) =>
        need.Name is { Length: > 0 } name ? WithRuntime(name, need.Mpi)
        : need.Module is { } module && Array.Exists(_nodes, node => node.Types.Contains(module)) ? SuitableNodes.WithType(module, _nodes)
        : need.IsPrepared || Array.Exists(_nodes, static node => node.Has(TaskRuntime.Python)) ? WithRuntime(TaskRuntime.Python, need.Mpi)
        : _all;
}
