using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>
/// Cores and GPUs that processes have, from before their start until they have ended. The master gives a task no GPU that another has; but
/// the process of a task that has ended may still be about to free its memory there.
/// </summary>
internal sealed class DeviceLeases
{
    // Processes that end take less; one that does not must not keep its slot's successor from running for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly SortedSet<int> _cores = [.. Affinity.Allowed()];
    private readonly Dictionary<int, int> _gpus = [];

    /// <summary>Waits until what a process claims is free, for a bounded time.</summary>
    /// <returns>What it has until the lease is disposed of.</returns>
    public DeviceLease Enter(ProcessClaim claim)
    {
        var gpus = claim.GpuIndices;
        var begun = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            while (!IsFree(claim, gpus) && Patience - TimeProvider.System.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left);
            }

            ImmutableArray<int> cores = [.. _cores.Take(claim.Cores)];
            _cores.ExceptWith(cores);
            foreach (var gpu in gpus)
            {
                _gpus[gpu] = _gpus.GetValueOrDefault(gpu) + claim.GpuParts;
            }

            return new DeviceLease(cores, () => Leave(claim, cores, gpus));
        }
    }

    private bool IsFree(ProcessClaim claim, ImmutableArray<int> gpus) =>
        claim.Cores <= _cores.Count && gpus.All(gpu => _gpus.GetValueOrDefault(gpu) + claim.GpuParts <= TaskResources.Unit);

    private void Leave(ProcessClaim claim, ImmutableArray<int> cores, ImmutableArray<int> gpus)
    {
        lock (_gate)
        {
            _cores.UnionWith(cores);
            foreach (var gpu in gpus)
            {
                _gpus[gpu] -= claim.GpuParts;
            }

            Monitor.PulseAll(_gate);
        }
    }
}

/// <summary>What a process has until it ends.</summary>
/// <param name="cores">The cores that it runs on; empty = any.</param>
/// <param name="leave">Gives everything back.</param>
internal sealed class DeviceLease(ImmutableArray<int> cores, Action leave) : IDisposable
{
    private int _left;

    public ImmutableArray<int> Cores { get; } = cores;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            leave();
        }
    }
}
