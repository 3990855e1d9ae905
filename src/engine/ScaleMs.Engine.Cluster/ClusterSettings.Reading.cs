using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster;

public sealed partial class ClusterSettings
{
    private static readonly string[] OffWords = ["off", "false", "no"];

    private void ReadFailureDetector(Config cluster)
    {
        const string Section = "failure-detector";
        FailureDetectorConfig = cluster.GetConfig(Section);
        FailureDetectorImplementationClass = FailureDetectorConfig.GetString("implementation-class", "");
        HeartbeatInterval = Positive(FailureDetectorConfig, "heartbeat-interval", Section);
        HeartbeatExpectedResponseAfter = Positive(FailureDetectorConfig, "expected-response-after", Section);
        MonitoredByNrOfMembers = AtLeast(
            1, FailureDetectorConfig.GetInt("monitored-by-nr-of-members"), "failure-detector.monitored-by-nr-of-members");
    }

    private void ReadJoining(Config cluster, string systemName)
    {
        SeedNodes = [.. cluster.GetStringList("seed-nodes").Select(text => ReadSeedNode(text, systemName))];
        SeedNodeTimeout = cluster.GetTimeSpan("seed-node-timeout", TimeSpan.FromSeconds(5));
        RetryUnsuccessfulJoinAfter = TimeSpanOrOff(cluster, "retry-unsuccessful-join-after");
        ShutdownAfterUnsuccessfulJoinSeedNodes = TimeSpanOrOff(cluster, "shutdown-after-unsuccessful-join-seed-nodes");
        var weaklyUp = TimeSpanOrOff(cluster, "allow-weakly-up-members");
        AllowWeaklyUpMembers = weaklyUp is not null;
        WeaklyUpAfter = weaklyUp ?? TimeSpan.Zero;
        AutoDownUnreachableAfter = TimeSpanOrOff(cluster, "auto-down-unreachable-after");
        DownRemovalMargin = TimeSpanOrOff(cluster, "down-removal-margin") ?? TimeSpan.Zero;
    }

    private void ReadIntervals(Config cluster)
    {
        PeriodicTasksInitialDelay = cluster.GetTimeSpan("periodic-tasks-initial-delay", TimeSpan.FromSeconds(1));
        GossipInterval = Positive(cluster, "gossip-interval");
        GossipTimeToLive = cluster.GetTimeSpan("gossip-time-to-live", TimeSpan.FromSeconds(2));
        LeaderActionsInterval = Positive(cluster, "leader-actions-interval");
        UnreachableNodesReaperInterval = Positive(cluster, "unreachable-nodes-reaper-interval");
        PublishStatsInterval = TimeSpanOrOff(cluster, "publish-stats-interval");
    }

    private static Address ReadSeedNode(string text, string systemName)
    {
        if (!Address.TryParse(text, out var address) || address?.Host is null || address.Port is null)
        {
            throw new ConfigurationException(
                $"akka.cluster.seed-nodes has [{text}], which is no full address. Right would be [akka.tcp://{systemName}@127.0.0.1:4053].");
        }

        return address;
    }

    private static ImmutableDictionary<string, int> ReadMinNrOfMembersOfRole(Config cluster)
    {
        var result = ImmutableDictionary.CreateBuilder<string, int>();
        foreach (var role in cluster.GetConfig("role")?.AsEnumerable().Select(entry => entry.Key) ?? [])
        {
            var key = $"role.{role}.min-nr-of-members";
            result[role] = AtLeast(1, cluster.GetInt(key, 1), key);
        }

        return result.ToImmutable();
    }

    private static Type ReadDowningProvider(Config cluster)
    {
        var name = cluster.GetString("downing-provider-class", "");
        if (string.IsNullOrEmpty(name))
        {
            return typeof(NoDowning);
        }

        return EngineTypes.Resolve(name) is { } type && typeof(IDowningProvider).IsAssignableFrom(type)
            ? type
            : throw new ConfigurationException($"akka.cluster.downing-provider-class [{name}] is not a type that implements {typeof(IDowningProvider)}.");
    }

    private static TimeSpan? TimeSpanOrOff(Config config, string key) =>
        config.GetString(key) is not { Length: > 0 } text || OffWords.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? null
            : config.GetTimeSpan(key);

    private static TimeSpan Positive(Config config, string key, string? section = null)
    {
        var value = config.GetTimeSpan(key, null, false);
        return value > TimeSpan.Zero
            ? value
            : throw new ConfigurationException($"akka.cluster.{(section is null ? "" : section + ".")}{key} is {value}; it must be above zero.");
    }
}
