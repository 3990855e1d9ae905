using System.Globalization;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Remote;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>
/// The intervals of membership, multiplied, so that two cores carry many times the nodes that they carry otherwise: what a node then
/// costs is a fraction of what it costs on a machine of its own.
/// </summary>
internal static class StretchedTimes
{
    private static readonly string[] Keys =
    [
        "akka.scheduler.tick-duration",
        "akka.cluster.scheduler.tick-duration",
        "akka.cluster.periodic-tasks-initial-delay",
        "akka.cluster.gossip-interval",
        "akka.cluster.gossip-time-to-live",
        "akka.cluster.leader-actions-interval",
        "akka.cluster.unreachable-nodes-reaper-interval",
        "akka.cluster.allow-weakly-up-members",
        "akka.cluster.seed-node-timeout",
        "akka.cluster.retry-unsuccessful-join-after",
        "akka.cluster.failure-detector.heartbeat-interval",
        "akka.cluster.failure-detector.acceptable-heartbeat-pause",
        "akka.cluster.failure-detector.expected-response-after",
        "akka.cluster.split-brain-resolver.stable-after",
        "akka.remote.watch-failure-detector.heartbeat-interval",
        "akka.remote.watch-failure-detector.acceptable-heartbeat-pause",
        "akka.remote.watch-failure-detector.unreachable-nodes-reaper-interval",
        "akka.remote.transport-failure-detector.heartbeat-interval",
        "akka.remote.transport-failure-detector.acceptable-heartbeat-pause",
    ];

    /// <summary>Assignments in HOCON; none for a factor of 1.</summary>
    /// <param name="factor">By which they are multiplied.</param>
    /// <param name="file">Configuration that they come from; null = as shipped.</param>
    public static string[] Lines(int factor, string? file)
    {
        if (factor == 1)
        {
            return [];
        }

        var shipped = ScaleMsConfig.Complete(ConfigurationFactory.ParseString(file is null ? "" : File.ReadAllText(file)))
            .WithFallback(ConfigurationFactory.FromResource<Cluster>("Akka.Cluster.Configuration.Cluster.conf"))
            .WithFallback(ConfigurationFactory.FromResource<RemoteSettings>("Akka.Remote.Configuration.Remote.conf"))
            .WithFallback(ConfigurationFactory.Default());
        return [.. Keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key}={shipped.GetTimeSpan(key).TotalMilliseconds * factor:0}ms"))];
    }
}
