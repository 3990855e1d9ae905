using Akka.Actor;
using Xunit.Abstractions;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tests.Systems;

public class FailureSpec(ITestOutputHelper output) : ClusterSpec(output)
{
    [Fact]
    public async Task A_killed_worker_is_unreachable_then_downed_then_removed()
    {
        var master = await StartMasterAsync();
        var killed = await StartWorkerAsync(master);
        var other = await StartWorkerAsync(master);
        AwaitMembers(master, master, killed, other);
        var probe = CreateTestProbe(master);
        Cluster.Get(master).Subscribe(probe.Ref, typeof(UnreachableMember), typeof(MemberDowned), typeof(MemberRemoved));
        probe.ExpectMsg<CurrentClusterState>(Patience);

        var gone = Cluster.Get(killed).SelfUniqueAddress;
        await KillAsync(killed);
        Assert.Equal(gone, probe.ExpectMsg<UnreachableMember>(Patience).Member.UniqueAddress);
        Assert.Equal(gone, probe.ExpectMsg<MemberDowned>(Patience).Member.UniqueAddress);
        Assert.Equal(MemberStatus.Down, probe.ExpectMsg<MemberRemoved>(Patience).PreviousStatus);
        AwaitMembers(master, master, other);
        AwaitMembers(other, master, other);
    }

    [Fact]
    public async Task Whoever_watches_an_actor_on_a_killed_node_hears_of_its_end()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        AwaitMembers(master, master, worker);
        worker.ActorOf(TestKit.TestActors.BlackHoleActor.Props, "watched");
        var probe = CreateTestProbe(master);
        master.ActorSelection($"{Cluster.Get(worker).SelfAddress}/user/watched").Tell(new Identify(1), probe.Ref);
        var watched = probe.ExpectMsg<ActorIdentity>(Patience).Subject;
        probe.Watch(watched);

        await KillAsync(worker);
        var terminated = probe.ExpectMsg<Terminated>(Patience);
        Assert.Equal(watched, terminated.ActorRef);
        Assert.True(terminated.AddressTerminated);
    }

    [Fact]
    public async Task A_worker_killed_and_restarted_on_its_port_is_a_new_member_and_the_old_one_gone()
    {
        var master = await StartMasterAsync();
        var killed = await StartWorkerAsync(master);
        var other = await StartWorkerAsync(master);
        AwaitMembers(master, master, killed, other);
        await KillAsync(killed);
        var reborn = await StartWorkerAsync(master, Port(killed));
        Assert.Equal(Cluster.Get(killed).SelfAddress, Cluster.Get(reborn).SelfAddress);
        Assert.NotEqual(Cluster.Get(killed).SelfUniqueAddress, Cluster.Get(reborn).SelfUniqueAddress);
        AwaitMembers(master, master, reborn, other);
        AwaitMembers(other, master, reborn, other);
    }

    [Fact]
    public async Task Workers_whose_master_was_killed_down_themselves()
    {
        var master = await StartMasterAsync();
        var workers = new[] { await StartWorkerAsync(master), await StartWorkerAsync(master), await StartWorkerAsync(master) };
        AwaitMembers(workers[0], [master, .. workers]);
        AwaitMembers(workers[2], [master, .. workers]);
        await KillAsync(master);
        await Task.WhenAll(workers.Select(GoneAsync));
        Assert.All(workers, w => Assert.True(Cluster.Get(w).IsTerminated));
    }

    [Fact]
    public async Task A_worker_whose_sole_seed_restarted_learns_that_its_cluster_is_gone_and_a_new_system_can_join()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        AwaitMembers(worker, master, worker);
        await KillAsync(master);
        var reborn = await StartMasterAsync(Port(master));
        Assert.Equal(Cluster.Get(master).SelfAddress, Cluster.Get(reborn).SelfAddress);
        await GoneAsync(worker);

        var next = await StartWorkerAsync(reborn);
        AwaitMembers(reborn, reborn, next);
        AwaitMembers(next, reborn, next);
    }
}
