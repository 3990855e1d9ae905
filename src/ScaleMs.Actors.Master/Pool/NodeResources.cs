using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// What a node has besides slots, and how much of that is free. A share of a GPU goes to the GPU with the smallest rest that is large enough,
/// so that whole GPUs stay free for tasks that need them.
/// </summary>
internal sealed class NodeResources
{
    private readonly int[] _gpus;
    private readonly Dictionary<string, long> _named;
    private long _cores;
    private long _memory;
    private long _storage;

    public NodeResources(WorkerResources all)
    {
        All = all;
        _gpus = new int[all.Gpus.Length];
        Array.Fill(_gpus, TaskResources.Unit);
        (_cores, _memory, _storage, _named) = (all.Cores, all.Memory, all.Storage, new Dictionary<string, long>(all.Named, StringComparer.Ordinal));
    }

    public WorkerResources All { get; }

    /// <summary>Ranks that there is room for while nothing runs.</summary>
    public int RanksWhenEmpty(TaskResources wanted)
    {
        var ranks = Math.Min(Times(All.Cores, wanted.Cores), Math.Min(Times(All.Memory, wanted.Memory), Times(All.Storage, wanted.Storage)));
        ranks = Math.Min(ranks, wanted.Gpus switch
        {
            0 => int.MaxValue,
            < TaskResources.Unit => All.Gpus.Length * (TaskResources.Unit / wanted.Gpus),
            _ => All.Gpus.Length / wanted.GpusUsed,
        });
        foreach (var (name, amount) in wanted.Named)
        {
            ranks = Math.Min(ranks, Times(All.Named.GetValueOrDefault(name), amount));
        }

        return ranks;
    }

    /// <summary>Ranks that there is room for now.</summary>
    public int RanksNow(TaskResources wanted)
    {
        var ranks = Math.Min(
            Math.Min(Times(_cores, wanted.Cores), Times(_memory, wanted.Memory)),
            Math.Min(Times(_storage, wanted.Storage), RanksOnGpus(wanted)));
        foreach (var (name, amount) in wanted.Named)
        {
            ranks = Math.Min(ranks, Times(_named.GetValueOrDefault(name), amount));
        }

        return ranks;
    }

    /// <summary>Whether a task that lacks something here has to wait for what others hold or would take.</summary>
    /// <param name="wanted">What each rank of the task that waits needs.</param>
    /// <param name="ranks">Its ranks.</param>
    /// <param name="other">What the other task needs.</param>
    public bool IsLackingWhatAlsoNeeds(TaskResources wanted, int ranks, TaskResources? other)
    {
        if (other is null)
        {
            return false;
        }

        if ((other.Cores > 0 && Times(_cores, wanted.Cores) < ranks)
            || (other.Memory > 0 && Times(_memory, wanted.Memory) < ranks)
            || (other.Storage > 0 && Times(_storage, wanted.Storage) < ranks)
            || (other.Gpus > 0 && RanksOnGpus(wanted) < ranks))
        {
            return true;
        }

        foreach (var (name, amount) in wanted.Named)
        {
            if (Times(_named.GetValueOrDefault(name), amount) < ranks && other.Named.Any(entry => entry.Name == name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes what so many ranks need.</summary>
    /// <exception cref="InvalidOperationException">There is no room for them.</exception>
    public Holding Take(TaskResources? wanted, int ranks)
    {
        if (wanted is not { Counts: true })
        {
            return default;
        }

        if (RanksNow(wanted) < ranks)
        {
            throw new InvalidOperationException($"{ranks} ranks with {wanted} do not fit");
        }

        var holding = new Holding(wanted, ranks, Choose(wanted, ranks));
        Change(holding, -1);
        return holding;
    }

    /// <summary>The worker has it already: it counts, whether there is room or not.</summary>
    public void Hold(in Holding holding) => Change(holding, -1);

    public void Release(in Holding holding) => Change(holding, 1);

    /// <summary>What is held, in words; empty = nothing.</summary>
    public string InUse()
    {
        List<string> parts = [];
        if (_cores < All.Cores)
        {
            parts.Add($"{All.Cores - _cores} of {All.Cores} cores");
        }

        var gpus = _gpus.Sum(static free => (long)TaskResources.Unit - free);
        if (gpus > 0)
        {
            parts.Add($"{TaskResources.Amount(gpus)} of {_gpus.Length} GPUs");
        }

        if (_memory < All.Memory)
        {
            parts.Add($"{TaskResources.Bytes(All.Memory - _memory)} of {TaskResources.Bytes(All.Memory)} of memory");
        }

        if (_storage < All.Storage)
        {
            parts.Add($"{TaskResources.Bytes(All.Storage - _storage)} of {TaskResources.Bytes(All.Storage)} of local disk");
        }

        parts.AddRange(All.Named.Where(entry => _named[entry.Key] < entry.Value)
            .Select(entry => $"{TaskResources.Amount(entry.Value - _named[entry.Key])} of {TaskResources.Amount(entry.Value)} of '{entry.Key}'"));
        return string.Join(", ", parts);
    }

    private static int Times(long there, long wanted) => wanted == 0 ? int.MaxValue : (int)Math.Clamp(there / wanted, 0, int.MaxValue);

    private int RanksOnGpus(TaskResources wanted)
    {
        if (wanted.Gpus == 0)
        {
            return int.MaxValue;
        }

        var ranks = 0;
        foreach (var free in _gpus)
        {
            ranks += wanted.Gpus < TaskResources.Unit ? Math.Max(0, free) / wanted.Gpus : free == TaskResources.Unit ? 1 : 0;
        }

        return ranks / wanted.GpusUsed;
    }

    private ImmutableArray<int> Choose(TaskResources wanted, int ranks)
    {
        if (wanted.Gpus == 0)
        {
            return default;
        }

        var chosen = new int[ranks * wanted.GpusUsed];
        Span<int> free = [.. _gpus];
        for (var i = 0; i < chosen.Length; i++)
        {
            var part = Math.Min(wanted.Gpus, TaskResources.Unit);
            var best = -1;
            for (var gpu = 0; gpu < free.Length; gpu++)
            {
                if (free[gpu] >= part && (best < 0 || free[gpu] < free[best]))
                {
                    best = gpu;
                }
            }

            free[best] -= part;
            chosen[i] = best;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(chosen);
    }

    private void Change(in Holding holding, int sign)
    {
        if (holding.Resources is not { } resources)
        {
            return;
        }

        _cores += sign * holding.Ranks * resources.Cores;
        _memory += sign * holding.Ranks * resources.Memory;
        _storage += sign * holding.Ranks * resources.Storage;
        foreach (var (name, amount) in resources.Named)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_named, name, out _) += sign * holding.Ranks * amount;
        }

        foreach (var gpu in holding.Gpus.IsDefault ? [] : holding.Gpus)
        {
            if (gpu < _gpus.Length)
            {
                _gpus[gpu] += sign * Math.Min(resources.Gpus, TaskResources.Unit);
            }
        }
    }
}
