using Xunit.Abstractions;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tests.Systems;

public class EventsSpec(ITestOutputHelper output) : ClusterSpec(output)
{
    [Fact]
    public async Task A_subscriber_gets_the_state_first_and_then_what_changes()
    {
        var master = await StartMasterAsync();
        var probe = CreateTestProbe(master);
        Cluster.Get(master).Subscribe(probe.Ref, typeof(IMemberEvent));
        var state = probe.ExpectMsg<CurrentClusterState>(Patience);
        Assert.Equal([Cluster.Get(master).SelfMember], state.Members);

        var worker = await StartWorkerAsync(master);
        var joined = probe.ExpectMsg<MemberJoined>(Patience);
        Assert.Equal(Cluster.Get(worker).SelfUniqueAddress, joined.Member.UniqueAddress);
        Assert.Equal(joined.Member, probe.ExpectMsg<MemberUp>(Patience).Member);
    }

    [Fact]
    public async Task A_subscriber_can_have_the_state_as_events()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        AwaitMembers(master, master, worker);
        var probe = CreateTestProbe(master);
        Cluster.Get(master).Subscribe(probe.Ref, InitialStateAsEvents, typeof(MemberUp), typeof(LeaderChanged));
        var up = new[] { probe.ExpectMsg<MemberUp>(Patience).Member, probe.ExpectMsg<MemberUp>(Patience).Member };
        Assert.Equal([.. Cluster.Get(master).State.Members], up.Order());
        Assert.Equal(Cluster.Get(master).State.Leader, probe.ExpectMsg<LeaderChanged>(Patience).Leader);
    }

    [Fact]
    public async Task Who_unsubscribed_hears_nothing_more()
    {
        var master = await StartMasterAsync();
        var (leaver, partly, stays) = (CreateTestProbe(master), CreateTestProbe(master), CreateTestProbe(master));
        foreach (var probe in new[] { leaver, partly, stays })
        {
            Cluster.Get(master).Subscribe(probe.Ref, typeof(MemberJoined), typeof(MemberUp));
            probe.ExpectMsg<CurrentClusterState>(Patience);
        }

        Cluster.Get(master).Unsubscribe(leaver.Ref);
        Cluster.Get(master).Unsubscribe(partly.Ref, typeof(MemberJoined));
        await StartWorkerAsync(master);
        stays.ExpectMsg<MemberJoined>(Patience);
        stays.ExpectMsg<MemberUp>(Patience);
        partly.ExpectMsg<MemberUp>(Patience);
        Cluster.Get(master).SendCurrentClusterState(leaver.Ref);
        leaver.ExpectMsg<CurrentClusterState>(Patience);
    }

    [Fact]
    public async Task Only_cluster_events_can_be_subscribed_to()
    {
        var master = await StartMasterAsync();
        Assert.Throws<ArgumentException>(() => Cluster.Get(master).Subscribe(TestActor));
        Assert.Throws<ArgumentException>(() => Cluster.Get(master).Subscribe(TestActor, typeof(string)));
    }

    [Fact]
    public async Task When_a_node_leaves_the_others_see_every_step_and_the_node_itself_the_end()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        var self = Cluster.Get(worker).SelfUniqueAddress;
        var (there, here) = (CreateTestProbe(master), CreateTestProbe(worker));
        Cluster.Get(master).Subscribe(there.Ref, typeof(MemberLeft), typeof(MemberExited), typeof(MemberRemoved));
        Cluster.Get(worker).Subscribe(here.Ref, typeof(ClusterShuttingDown));
        there.ExpectMsg<CurrentClusterState>(Patience);
        here.ExpectMsg<CurrentClusterState>(Patience);

        Cluster.Get(worker).Leave(Cluster.Get(worker).SelfAddress);
        Assert.Equal(self, there.ExpectMsg<MemberLeft>(Patience).Member.UniqueAddress);
        Assert.Equal(self, there.ExpectMsg<MemberExited>(Patience).Member.UniqueAddress);
        var removed = there.ExpectMsg<MemberRemoved>(Patience);
        Assert.Equal(self, removed.Member.UniqueAddress);
        Assert.Equal(MemberStatus.Exiting, removed.PreviousStatus);
        here.ExpectMsg(ClusterShuttingDown.Instance, Patience);
        await GoneAsync(worker);
    }
}
