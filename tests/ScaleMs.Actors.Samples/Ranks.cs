using System.Diagnostics;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions of several ranks.</summary>
public static class Ranks
{
    /// <summary>The sums over all ranks of as many numbers as asked for: rank and position. Returns the last sum, and in which process.</summary>
    public static async Task<double[]> AllReduceAsync(int count, ICommunicator comm)
    {
        var values = Enumerable.Range(0, count).Select(i => (double)(comm.Rank + i)).ToArray();
        await comm.AllReduceAsync(values.AsMemory(), ReduceOperation.Sum);
        return [values[^1], Environment.ProcessId];
    }

    /// <summary>The median time of a barrier, in microseconds.</summary>
    public static async Task<double> BarrierAsync(int rounds, ICommunicator comm)
    {
        await comm.BarrierAsync();
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await comm.BarrierAsync();
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[rounds / 2];
    }

    /// <summary>The MiB a second of an all-reduce of so many MiB of numbers.</summary>
    public static async Task<double> ThroughputAsync(int mebibytes, int rounds, ICommunicator comm)
    {
        var values = new double[mebibytes * 1024 * 1024 / sizeof(double)];
        await comm.AllReduceAsync(values.AsMemory(), ReduceOperation.Sum);
        await comm.BarrierAsync();
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            await comm.AllReduceAsync(values.AsMemory(), ReduceOperation.Max);
        }

        return mebibytes * rounds / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>The given rank ends its process; the others wait for it.</summary>
    public static async Task ExitAsync(int rank, int code, ICommunicator comm)
    {
        if (comm.Rank == rank)
        {
            Environment.Exit(code);
        }

        await comm.BarrierAsync();
    }

    /// <summary>The given rank fails; the others wait for it.</summary>
    public static async Task FailAsync(int rank, ICommunicator comm)
    {
        if (comm.Rank == rank)
        {
            throw new InvalidOperationException($"rank {rank} gives up");
        }

        await comm.BarrierAsync();
    }

    /// <summary>Leaves a line in a file, and waits until it is cancelled.</summary>
    public static async Task ForeverAsync(string path, ICommunicator comm, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync($"{path}.{comm.Rank}", "", cancellation);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
    }

    /// <summary>Waits until there is a file. Leaves another in a directory: while it runs, one that begins with <c>runs</c>, then with <c>ended</c>.</summary>
    public static async Task<int[]> UntilAsync(string directory, string gate, ICommunicator comm, CancellationToken cancellation)
    {
        var name = $"{comm.Rank}-{Guid.NewGuid()}";
        await File.WriteAllTextAsync($"{directory}/runs-{name}", "", cancellation);
        try
        {
            while (!File.Exists(gate))
            {
                await Task.Delay(20, cancellation);
            }

            await comm.BarrierAsync(cancellation);
            return [comm.Rank];
        }
        finally
        {
            File.Move($"{directory}/runs-{name}", $"{directory}/ended-{name}");
        }
    }
}
