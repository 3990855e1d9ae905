using Akka.Actor;
using Akka.Cluster.SBR;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster.Tests;

public class ClusterSettingsSpec
{
    private static readonly Config Defaults =
        ConfigurationFactory.FromResource("ScaleMs.Engine.Cluster.reference.conf", typeof(ClusterSettings).Assembly);

    [Fact]
    public void The_defaults_are_those_of_Akka()
    {
        var settings = Read("");
        Assert.Empty(settings.SeedNodes);
        Assert.Empty(settings.Roles);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.SeedNodeTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.RetryUnsuccessfulJoinAfter);
        Assert.Null(settings.ShutdownAfterUnsuccessfulJoinSeedNodes);
        Assert.True(settings.AllowWeaklyUpMembers);
        Assert.Equal(TimeSpan.FromSeconds(7), settings.WeaklyUpAfter);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.GossipInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.LeaderActionsInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.UnreachableNodesReaperInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.PeriodicTasksInitialDelay);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatExpectedResponseAfter);
        Assert.Equal(9, settings.MonitoredByNrOfMembers);
        Assert.Null(settings.AutoDownUnreachableAfter);
        Assert.Null(settings.PublishStatsInterval);
        Assert.Equal(1, settings.MinNrOfMembers);
        Assert.Empty(settings.MinNrOfMembersOfRole);
        Assert.Equal(0.8, settings.GossipDifferentViewProbability);
        Assert.Equal(400, settings.ReduceGossipDifferentViewProbability);
        Assert.Equal(typeof(SplitBrainResolverProvider), settings.DowningProviderType);
        Assert.True(settings.RunCoordinatedShutdownWhenDown);
        Assert.True(settings.LogInfo);
        Assert.False(settings.LogInfoVerbose);
    }

    [Fact]
    public void What_is_configured_is_read()
    {
        var settings = Read("""
            seed-nodes = ["akka.tcp://sys@127.0.0.1:4053"]
            roles = [worker, gpu]
            role.worker.min-nr-of-members = 3
            app-version = "1.2.3"
            allow-weakly-up-members = off
            retry-unsuccessful-join-after = off
            downing-provider-class = ""
            """);
        Assert.Equal([new Address("akka.tcp", "sys", "127.0.0.1", 4053)], settings.SeedNodes);
        Assert.Equal(["gpu", "worker"], settings.Roles.Order());
        Assert.Equal(3, settings.MinNrOfMembersOfRole["worker"]);
        Assert.Equal(AppVersion.Create("1.2.3"), settings.AppVersion);
        Assert.False(settings.AllowWeaklyUpMembers);
        Assert.Null(settings.RetryUnsuccessfulJoinAfter);
        Assert.Equal(typeof(NoDowning), settings.DowningProviderType);
    }

    [Theory]
    [InlineData("seed-nodes = [\"127.0.0.1:4053\"]", "akka.cluster.seed-nodes")]
    [InlineData("min-nr-of-members = 0", "akka.cluster.min-nr-of-members")]
    [InlineData("role.worker.min-nr-of-members = 0", "akka.cluster.role.worker.min-nr-of-members")]
    [InlineData("downing-provider-class = \"No.Such, Type\"", "No.Such, Type")]
    [InlineData("gossip-interval = 0s", "akka.cluster.gossip-interval")]
    [InlineData("failure-detector.heartbeat-interval = 0s", "akka.cluster.failure-detector.heartbeat-interval")]
    public void What_cannot_be_is_refused_by_name(string setting, string named) =>
        Assert.Contains(named, Assert.Throws<ConfigurationException>(() => Read(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_resolver_has_the_defaults_of_Akka()
    {
        var settings = Resolver("");
        Assert.Equal("keep-majority", settings.DowningStrategy);
        Assert.Equal(TimeSpan.FromSeconds(20), settings.DowningStableAfter);
        Assert.Equal(TimeSpan.FromSeconds(35), settings.DownAllWhenUnstable);
        Assert.Null(settings.KeepMajorityRole);
        Assert.IsType<KeepMajority>(settings.CreateStrategy());
    }

    [Fact]
    public void A_static_quorum_is_read_with_its_role()
    {
        var settings = Resolver("active-strategy = static-quorum, stable-after = 5s, static-quorum { quorum-size = 1, role = master }");
        var strategy = Assert.IsType<StaticQuorum>(settings.CreateStrategy());
        Assert.Equal("master", strategy.Role);
        Assert.Equal(1, settings.StaticQuorumSettings.Size);
        Assert.Equal(TimeSpan.FromSeconds(9), settings.DownAllWhenUnstable);
    }

    [Theory]
    [InlineData("active-strategy = keep-oldest", typeof(KeepOldest))]
    [InlineData("active-strategy = down-all", typeof(DownAllNodes))]
    public void The_other_strategies_are_there_too(string setting, Type expected) =>
        Assert.IsType(expected, Resolver(setting).CreateStrategy());

    [Theory]
    [InlineData("active-strategy = keep-calm", "keep-calm")]
    [InlineData("active-strategy = static-quorum", "quorum-size")]
    [InlineData("active-strategy = lease-majority", "lease")]
    [InlineData("stable-after = 0s", "stable-after")]
    public void A_resolver_that_cannot_be_is_refused_by_name(string setting, string named) =>
        Assert.Contains(named, Assert.Throws<ConfigurationException>(() => Resolver(setting).CreateStrategy()).Message, StringComparison.Ordinal);

    private static ClusterSettings Read(string settings) => new(Over($"akka.cluster {{ {settings} }}"), "sys");

    private static SplitBrainResolverSettings Resolver(string settings) => new(Over($"akka.cluster.split-brain-resolver {{ {settings} }}"));

    private static Config Over(string hocon) => ConfigurationFactory.ParseString(hocon).WithFallback(Defaults);
}
