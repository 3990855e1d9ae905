using Xunit.Abstractions;

namespace Akka.Cluster.Tests.Systems;

public class LeavingSpec(ITestOutputHelper output) : ClusterSpec(output)
{
    private const string LeaveOnTerminate = "akka.coordinated-shutdown.run-by-actor-system-terminate = on";

    [Fact]
    public async Task A_worker_that_leaves_is_removed_and_its_system_terminates()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        await Cluster.Get(worker).LeaveAsync().WaitAsync(Patience);
        await GoneAsync(worker);
        AwaitMembers(master, master);
        Assert.True(Cluster.Get(worker).IsTerminated);
        Assert.Equal(MemberStatus.Removed, Cluster.Get(worker).SelfMember.Status);
    }

    [Fact]
    public async Task A_system_that_terminates_in_good_order_leaves_first()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master, LeaveOnTerminate);
        var removed = CreateTestProbe(master);
        Cluster.Get(master).Subscribe(removed.Ref, typeof(ClusterEvent.MemberRemoved));
        removed.ExpectMsg<ClusterEvent.CurrentClusterState>(Patience);
        await worker.Terminate().WaitAsync(Patience);
        Assert.Equal(MemberStatus.Exiting, removed.ExpectMsg<ClusterEvent.MemberRemoved>(Patience).PreviousStatus);
        AwaitMembers(master, master);
    }

    [Fact]
    public async Task The_leader_can_leave_too()
    {
        var master = await StartMasterAsync();
        var workers = new[] { await StartWorkerAsync(master), await StartWorkerAsync(master) };
        await Cluster.Get(master).LeaveAsync().WaitAsync(Patience);
        await GoneAsync(master);
        AwaitMembers(workers[0], workers);
        AwaitMembers(workers[1], workers);
    }

    [Fact]
    public async Task One_node_can_have_another_leave()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        Cluster.Get(master).Leave(Cluster.Get(worker).SelfAddress);
        await GoneAsync(worker);
        AwaitMembers(master, master);
    }

    [Fact]
    public async Task The_last_node_can_leave()
    {
        var master = await StartMasterAsync(LeaveOnTerminate);
        await master.Terminate().WaitAsync(Patience);
        Assert.True(Cluster.Get(master).IsTerminated);
    }

    [Fact]
    public async Task A_system_that_never_joined_terminates_without_waiting()
    {
        var alone = Start(LeaveOnTerminate);
        await alone.Terminate().WaitAsync(Patience);
        Assert.True(Cluster.Get(alone).IsTerminated);
    }

    [Fact]
    public async Task Callbacks_run_when_this_node_is_removed_also_when_it_is_already()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        var early = new TaskCompletionSource();
        Cluster.Get(worker).RegisterOnMemberRemoved(early.SetResult);
        await Cluster.Get(worker).LeaveAsync().WaitAsync(Patience);
        await early.Task.WaitAsync(Patience);
        var late = new TaskCompletionSource();
        Cluster.Get(worker).RegisterOnMemberRemoved(late.SetResult);
        await late.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_downed_node_shuts_down_its_system()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master);
        Cluster.Get(master).Down(Cluster.Get(worker).SelfAddress);
        await GoneAsync(worker);
        AwaitMembers(master, master);
    }

    [Fact]
    public async Task A_downed_node_keeps_its_system_where_that_is_configured()
    {
        var master = await StartMasterAsync();
        var worker = await StartWorkerAsync(master, "akka.cluster.run-coordinated-shutdown-when-down = off");
        Cluster.Get(master).Down(Cluster.Get(worker).SelfAddress);
        AwaitAssert(() => Assert.True(Cluster.Get(worker).IsTerminated), Patience);
        Assert.False(worker.WhenTerminated.IsCompleted);
    }
}
