using System.Diagnostics;

namespace ScaleMs.Benchmarks.Engine.TwoProcesses;

/// <summary>Processes that are bare cluster nodes.</summary>
internal static class Nodes
{
    // What runs after the start, such as the jitter's second look at hot methods, has settled by then.
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Seconds from the start of two processes to both seeing both up; the same for one beside a running seed;
    /// resident MiB of the latter when idle.
    /// </summary>
    public static async Task<double[]> StartAsync()
    {
        var (seed, other) = (FreePort.Find(), FreePort.Find());
        var clock = Stopwatch.StartNew();
        var both = await Task.WhenAll(Peer.StartNodeAsync(seed, seed, members: 2), Peer.StartNodeAsync(other, seed, members: 2));
        var together = clock.Elapsed.TotalSeconds;
        Array.ForEach(both, static node => node.Dispose());

        (seed, other) = (FreePort.Find(), FreePort.Find());
        using var first = await Peer.StartNodeAsync(seed, seed, members: 1);
        await Task.Delay(UntilIdle);
        clock.Restart();
        using var second = await Peer.StartNodeAsync(other, seed, members: 2);
        var beside = clock.Elapsed.TotalSeconds;
        await Task.Delay(UntilIdle);
        return [together, beside, second.ResidentMebibytes()];
    }
}
