using Akka.Actor;
using Akka.Configuration;
using Xunit.Abstractions;

namespace Akka.Cluster.Tests.Systems;

public class JoiningSpec(ITestOutputHelper output) : ClusterSpec(output)
{
    [Fact]
    public void A_system_that_nobody_told_to_join_is_no_member()
    {
        var cluster = Cluster.Get(Start());
        Assert.Empty(cluster.State.Members);
        Assert.Equal(MemberStatus.Removed, cluster.SelfMember.Status);
        Assert.False(cluster.IsUp);
        Assert.False(cluster.IsTerminated);
    }

    [Fact]
    public async Task A_system_that_joins_itself_is_a_cluster_of_one()
    {
        var cluster = Cluster.Get(await StartMasterAsync());
        Assert.True(cluster.IsUp);
        Assert.Equal(cluster.SelfAddress, cluster.State.Leader);
        Assert.Equal(cluster.SelfAddress, cluster.State.RoleLeader("master"));
        Assert.Equal(["master"], cluster.SelfRoles);
        Assert.True(cluster.SelfMember.HasRole("master"));
        Assert.Equal("127.0.0.1", cluster.SelfAddress.Host);
        Assert.Equal("akka.tcp", cluster.SelfAddress.Protocol);
    }

    [Fact]
    public async Task Workers_join_through_the_seed_node_and_all_see_all()
    {
        var master = await StartMasterAsync();
        var one = await StartWorkerAsync(master);
        var two = await StartWorkerAsync(master);
        foreach (var viewer in new[] { master, one, two })
        {
            AwaitMembers(viewer, master, one, two);
            Assert.Equal(2, Cluster.Get(viewer).State.Members.Count(m => m.HasRole("worker")));
            Assert.Equal(["master", "worker"], Cluster.Get(viewer).State.AllRoles.Order());
        }
    }

    [Fact]
    public async Task The_oldest_is_the_one_that_came_up_first()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        AwaitMembers(worker, master, worker);
        var byAge = Cluster.Get(worker).State.Members.Order(Member.AgeOrdering);
        Assert.Equal([Cluster.Get(master).SelfAddress, Cluster.Get(worker).SelfAddress], byAge.Select(m => m.Address));
    }

    [Fact]
    public async Task Joining_by_hand_completes_when_up()
    {
        var master = await StartMasterAsync();
        var worker = Start(Role("worker"));
        await Cluster.Get(worker).JoinSeedNodesAsync([Cluster.Get(master).SelfAddress]).WaitAsync(Patience);
        Assert.True(Cluster.Get(worker).IsUp);
    }

    [Fact]
    public async Task A_node_that_finds_no_seed_in_time_gives_up_and_terminates()
    {
        var master = await StartMasterAsync();
        var worker = Start(Role("worker"), "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 500ms");
        var nobody = Cluster.Get(master).SelfAddress;
        await KillAsync(master);
        await Assert.ThrowsAsync<ClusterJoinFailedException>(() => Cluster.Get(worker).JoinSeedNodesAsync([nobody]).WaitAsync(Patience));
        await GoneAsync(worker);
        Assert.True(Cluster.Get(worker).IsTerminated);
    }

    [Fact]
    public async Task A_join_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var worker = Start(Role("worker"));
        var join = Cluster.Get(worker).JoinAsync(new Address("akka.tcp", "cluster", "127.0.0.1", 1), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join);
    }

    [Fact]
    public async Task Nobody_comes_up_before_there_are_enough_members()
    {
        var enough = "akka.cluster.role.worker.min-nr-of-members = 1";
        var master = Start(Role("master"), enough);
        Cluster.Get(master).Join(Cluster.Get(master).SelfAddress);
        AwaitAssert(() => Assert.Equal(MemberStatus.Joining, Cluster.Get(master).SelfMember.Status), Patience);
        var worker = await StartWorkerAsync(master, enough);
        AwaitMembers(master, master, worker);
    }

    [Fact]
    public async Task Another_system_name_is_no_member_of_this_cluster()
    {
        var master = await StartMasterAsync();
        var foreign = new Address("akka.tcp", "another", "127.0.0.1", 1);
        Cluster.Get(master).Join(foreign);
        Cluster.Get(master).Down(foreign);
        var worker = await StartWorkerAsync(master);
        AwaitMembers(master, master, worker);
    }

    [Fact]
    public void A_system_without_the_cluster_provider_has_no_cluster()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Cluster.Get(Start("akka.actor.provider = remote")));
        Assert.Contains("akka.actor.provider = cluster", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_ref_has_a_path_by_which_others_reach_it()
    {
        var system = Start();
        var actor = system.ActorOf(TestKit.TestActors.EchoActor.Props(this), "echo");
        var path = Cluster.Get(system).RemotePathOf(actor);
        Assert.Equal($"{Cluster.Get(system).SelfAddress}/user/echo", path.ToString());
    }
}
