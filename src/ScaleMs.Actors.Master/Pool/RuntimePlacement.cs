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
    /// <param name="need">Its need.</param>
    /// <param name="slots">Its slots.</param>
    /// <param name="ranks">Its ranks.</param>
    /// <param name="workers">Number of registered workers.</param>
    public string Problem(RuntimeNeed need, int slots, int ranks, int workers)
    {
        var suitable = For(need);
        var what = suitable.Runtime is { } runtime ? $"the runtime '{runtime}'" : suitable.Type is { } type ? $"the type '{type}'" : null;
        if (suitable.LargestSlots == 0)
        {
            return $"the task needs {what}, which none of {workers} workers has"
                + (suitable.Runtime == SuitableNodes.PythonWithMpi ? "; its ranks need a communicator, which 'scalems worker --mpi' gives them (use_mpi = false: they need none)"
                    : suitable.Runtime == TaskRuntime.Python ? " (scalems.worker.python names the interpreter)" : $"; known are {string.Join(", ", Runtimes)}");
        }

        var with = what is null ? "" : $" with {what}";
        var of = what is null ? $"of {workers} workers" : "of these";
        return ranks > 1
            ? $"the task needs {ranks} ranks{(slots > ranks ? $" with {slots / ranks} slots each" : "")}{with}; all {of} together have room for {suitable.RanksOf(slots / ranks)}"
            : $"the task needs {slots} slots on one worker{with}; the largest {of} has {suitable.LargestSlots}";
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
