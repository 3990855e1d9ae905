using System.Globalization;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>
/// The intervals of membership, multiplied, so that two cores carry many times the nodes that they carry otherwise: what a node then
/// costs is a fraction of what it costs on a machine of its own.
/// </summary>
internal static class StretchedTimes
{
    // As the packages and the product set them, in milliseconds.
    private static readonly (string Key, int Milliseconds)[] Shipped =
    [
        ("akka.scheduler.tick-duration", 10),
        ("akka.cluster.scheduler.tick-duration", 33),
        ("akka.cluster.periodic-tasks-initial-delay", 1_000),
        ("akka.cluster.gossip-interval", 1_000),
        ("akka.cluster.gossip-time-to-live", 2_000),
        ("akka.cluster.leader-actions-interval", 1_000),
        ("akka.cluster.unreachable-nodes-reaper-interval", 1_000),
        ("akka.cluster.allow-weakly-up-members", 7_000),
        ("akka.cluster.seed-node-timeout", 5_000),
        ("akka.cluster.retry-unsuccessful-join-after", 10_000),
        ("akka.cluster.failure-detector.heartbeat-interval", 1_000),
        ("akka.cluster.failure-detector.acceptable-heartbeat-pause", 3_000),
        ("akka.cluster.failure-detector.expected-response-after", 1_000),
        ("akka.cluster.split-brain-resolver.stable-after", 5_000),
        ("akka.remote.watch-failure-detector.heartbeat-interval", 1_000),
        ("akka.remote.watch-failure-detector.acceptable-heartbeat-pause", 10_000),
        ("akka.remote.watch-failure-detector.unreachable-nodes-reaper-interval", 1_000),
        ("akka.remote.transport-failure-detector.heartbeat-interval", 4_000),
        ("akka.remote.transport-failure-detector.acceptable-heartbeat-pause", 120_000),
    ];

    /// <summary>Lines of HOCON; none for a factor of 1.</summary>
    public static string[] Lines(int factor) => factor == 1
        ? []
        : [.. Shipped.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Key}={time.Milliseconds * factor}ms"))];
}
