using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>All code that results of this master depend on. There are few of them: a new one for each build of a module.</summary>
internal sealed class CodeSets
{
    private readonly Dictionary<CodeIdentity, CodeSet> _ofOne = [];
    private readonly Dictionary<string, CodeSet> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<(CodeSet, CodeSet), CodeSet> _unions = [];
    private readonly Dictionary<string, string?> _current = new(StringComparer.Ordinal);

    /// <summary>The code of all workers now.</summary>
    public void SetCurrent(IEnumerable<CodeIdentity> registered)
    {
        _current.Clear();
        foreach (var code in registered)
        {
            // If two workers have different code of one module, a task may run with either.
            _current[code.Module] = _current.TryGetValue(code.Module, out var other) && other != code.Version ? null : code.Version;
        }

        foreach (var set in _all.Values)
        {
            set.IsCurrent = IsCurrent(set);
        }
    }

    /// <summary>The set of one identity; null for null.</summary>
    public CodeSet? Of(CodeIdentity? code)
    {
        if (code is null)
        {
            return null;
        }

        if (!_ofOne.TryGetValue(code, out var set))
        {
            _ofOne.Add(code, set = Of([code]));
        }

        return set;
    }

    /// <summary>The code of a task's result: one that is computed from inputs depends on their code too.</summary>
    public CodeSet? OfResult(TaskEntry task, CodeIdentity? own)
    {
        var code = Of(own);
        foreach (var (_, dependency) in task.Detail?.Dependencies ?? [])
        {
            code = Union(code, dependency.Code);
        }

        return code;
    }

    /// <summary>The set of several identities.</summary>
    public CodeSet Of(IEnumerable<CodeIdentity> codes)
    {
        ImmutableArray<CodeIdentity> parts = [.. codes.Distinct().OrderBy(static code => code.ToString(), StringComparer.Ordinal)];
        var key = string.Join('\n', parts);
        if (!_all.TryGetValue(key, out var set))
        {
            _all.Add(key, set = new CodeSet(parts));
            set.IsCurrent = IsCurrent(set);
        }

        return set;
    }

    /// <summary>The union; null = neither depends on any code.</summary>
    public CodeSet? Union(CodeSet? one, CodeSet? other)
    {
        if (one is null || other is null || one == other)
        {
            return one ?? other;
        }

        if (!_unions.TryGetValue((one, other), out var union))
        {
            _unions.Add((one, other), union = Of([.. one.Parts, .. other.Parts]));
        }

        return union;
    }

    private bool IsCurrent(CodeSet set) =>
        set.Parts.All(part => _current.TryGetValue(part.Module, out var version) && version == part.Version);
}
