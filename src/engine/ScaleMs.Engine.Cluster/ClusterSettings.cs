using System.Collections.Immutable;
using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>What <c>akka.cluster</c> says, checked once at the start.</summary>
public sealed partial class ClusterSettings
{
    public ClusterSettings(Config config, string systemName)
    {
        var cluster = config.GetConfig("akka.cluster")
            ?? throw new ConfigurationException("There is no akka.cluster in the configuration; set akka.actor.provider = cluster.");
        ReadFailureDetector(cluster);
        ReadJoining(cluster, systemName);
        ReadIntervals(cluster);

        Roles = [.. cluster.GetStringList("roles")];
        AppVersion = ReadAppVersion(cluster.GetString("app-version", "assembly-version"));
        MinNrOfMembers = AtLeast(1, cluster.GetInt("min-nr-of-members", 1), "min-nr-of-members");
        MinNrOfMembersOfRole = ReadMinNrOfMembersOfRole(cluster);
        DowningProviderType = ReadDowningProvider(cluster);
        RunCoordinatedShutdownWhenDown = cluster.GetBoolean("run-coordinated-shutdown-when-down", true);
        GossipDifferentViewProbability = cluster.GetDouble("gossip-different-view-probability", 0.8);
        ReduceGossipDifferentViewProbability = cluster.GetInt("reduce-gossip-different-view-probability", 400);
        UseDispatcher = cluster.GetString("use-dispatcher") is { Length: > 0 } dispatcher ? dispatcher : "akka.actor.internal-dispatcher";
        UseLegacyHeartbeatMessage = cluster.GetBoolean("use-legacy-heartbeat-message");
        SchedulerTickDuration = cluster.GetTimeSpan("scheduler.tick-duration", TimeSpan.FromMilliseconds(33));
        SchedulerTicksPerWheel = cluster.GetInt("scheduler.ticks-per-wheel", 512);
        LogInfoVerbose = cluster.GetBoolean("log-info-verbose");
        LogInfo = LogInfoVerbose || cluster.GetBoolean("log-info", true);
        VerboseHeartbeatLogging = cluster.GetBoolean("debug.verbose-heartbeat-logging");
        VerboseGossipReceivedLogging = cluster.GetBoolean("debug.verbose-receive-gossip-logging");
    }

    public Config FailureDetectorConfig { get; private set; } = Config.Empty;

    public string FailureDetectorImplementationClass { get; private set; } = "";

    public TimeSpan HeartbeatInterval { get; private set; }

    public TimeSpan HeartbeatExpectedResponseAfter { get; private set; }

    public int MonitoredByNrOfMembers { get; private set; }

    public ImmutableList<Address> SeedNodes { get; private set; } = [];

    public TimeSpan SeedNodeTimeout { get; private set; }

    public TimeSpan? RetryUnsuccessfulJoinAfter { get; private set; }

    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; private set; }

    public bool AllowWeaklyUpMembers { get; private set; }

    public TimeSpan WeaklyUpAfter { get; private set; }

    public TimeSpan PeriodicTasksInitialDelay { get; private set; }

    public TimeSpan GossipInterval { get; private set; }

    public TimeSpan GossipTimeToLive { get; private set; }

    public TimeSpan LeaderActionsInterval { get; private set; }

    public TimeSpan UnreachableNodesReaperInterval { get; private set; }

    public TimeSpan? PublishStatsInterval { get; private set; }

    public TimeSpan? AutoDownUnreachableAfter { get; private set; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    public int MinNrOfMembers { get; }

    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; }

    public Type DowningProviderType { get; }

    public bool RunCoordinatedShutdownWhenDown { get; }

    public double GossipDifferentViewProbability { get; }

    public int ReduceGossipDifferentViewProbability { get; }

    public string UseDispatcher { get; }

    public bool UseLegacyHeartbeatMessage { get; }

    public TimeSpan SchedulerTickDuration { get; }

    public int SchedulerTicksPerWheel { get; }

    public bool LogInfo { get; }

    public bool LogInfoVerbose { get; }

    public bool VerboseHeartbeatLogging { get; }

    public bool VerboseGossipReceivedLogging { get; }

    internal TimeSpan DownRemovalMargin { get; private set; }

    private static AppVersion ReadAppVersion(string text) =>
        text == "assembly-version"
            ? Assembly.GetEntryAssembly()?.GetName().Version is { } version ? AppVersion.Create(version.ToString()) : AppVersion.Zero
            : AppVersion.Create(text);

    private static int AtLeast(int least, int value, string key) =>
        value >= least ? value : throw new ConfigurationException($"akka.cluster.{key} is {value}; it must be at least {least}.");
}
