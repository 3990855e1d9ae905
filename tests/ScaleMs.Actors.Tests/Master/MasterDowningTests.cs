using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Membership;

namespace ScaleMs.Actors.Tests.Master;

/// <summary>A master and two workers, all up; the tests tell a member's downing decider which member is unreachable.</summary>
public sealed class MasterDowningTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Cluster _master;
    private readonly Cluster _first;
    private readonly Cluster _second;

    public MasterDowningTests()
        : base(Member(NodeConfig.MasterRole), "scalems")
    {
        _master = Cluster.Get(Sys);
        _first = Cluster.Get(ActorSystem.Create("scalems", Member(NodeConfig.WorkerRole)));
        _second = Cluster.Get(ActorSystem.Create("scalems", Member(NodeConfig.WorkerRole)));
    }

    [Fact]
    public async Task The_master_takes_a_worker_down_that_it_misses()
    {
        await AllUpAsync();
        Decider(_master).Tell(new ClusterEvent.UnreachableMember(_first.SelfMember));

        await AwaitAssertAsync(() => Assert.Equal(RemainingPair, Up()), Patience);
        await AwaitAssertAsync(() => Assert.True(_first.IsTerminated), Patience);
    }

    [Fact]
    public async Task A_worker_that_is_back_in_time_stays()
    {
        await AllUpAsync();
        var decider = Decider(_master);
        decider.Tell(new ClusterEvent.UnreachableMember(_first.SelfMember));
        decider.Tell(new ClusterEvent.ReachableMember(_first.SelfMember));
        decider.Tell(new ClusterEvent.UnreachableMember(_second.SelfMember));

        await AwaitAssertAsync(() => Assert.True(_second.IsTerminated), Patience);
        Assert.False(_first.IsTerminated);
        Assert.Contains(_first.SelfUniqueAddress, Up());
    }

    [Fact]
    public async Task A_worker_that_misses_the_master_takes_itself_down_and_nobody_else()
    {
        await AllUpAsync();
        var decider = Decider(_first);
        decider.Tell(new ClusterEvent.UnreachableMember(_second.SelfMember));
        decider.Tell(new ClusterEvent.UnreachableMember(_master.SelfMember));

        await AwaitAssertAsync(() => Assert.True(_first.IsTerminated), Patience);
        await AwaitAssertAsync(() => Assert.Equal(RemainingPair, Up()), Patience);
        Assert.False(_second.IsTerminated);
        Assert.False(_master.IsTerminated);
    }

    protected override void AfterAll()
    {
        Shutdown(_first.System);
        Shutdown(_second.System);
        base.AfterAll();
    }

    private static IActorRef Decider(Cluster member) => member.System.ActorOf(new MasterDowning(member.System, member).DowningActorProps);

    private async Task AllUpAsync()
    {
        _master.Join(_master.SelfAddress);
        _first.Join(_master.SelfAddress);
        _second.Join(_master.SelfAddress);
        await AwaitAssertAsync(() => Assert.All([_master, _first, _second], static seen => Assert.Equal(3, seen.State.Members.Count(IsUp))), Patience);
    }

    private HashSet<UniqueAddress> RemainingPair => [_master.SelfUniqueAddress, _second.SelfUniqueAddress];

    private HashSet<UniqueAddress> Up() => [.. _master.State.Members.Where(IsUp).Select(static member => member.UniqueAddress)];

    private static bool IsUp(Member member) => member.Status == MemberStatus.Up;

    private static Config Member(string role) => ScaleMsConfig.Complete(ConfigurationFactory.ParseString($$"""
        akka.loglevel = ERROR
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp.port = 0
        akka.cluster.roles = ["{{role}}"]
        akka.cluster.split-brain-resolver.stable-after = 200ms
        """));
}
