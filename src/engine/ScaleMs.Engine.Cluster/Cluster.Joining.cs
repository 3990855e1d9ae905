using Akka.Actor;
using Akka.Cluster.Daemon;

namespace Akka.Cluster;

public partial class Cluster
{
    /// <summary>Joins through the node at the address; one's own address makes a new cluster.</summary>
    public void Join(Address address) => Command(new CoreDaemon.JoinNode(WithoutLocalScope(address)));

    /// <summary>As <see cref="Join"/>; completes when this node is Up, fails when it will never be.</summary>
    public Task JoinAsync(Address address, CancellationToken token = default)
    {
        var up = WhenUp($"Node has not managed to join the cluster using provided address: {address}");
        Join(address);
        return up.WaitAsync(token);
    }

    public void JoinSeedNodes(IEnumerable<Address> seedNodes) =>
        Command(new CoreDaemon.JoinSeeds([.. seedNodes.Select(WithoutLocalScope)]));

    /// <summary>As <see cref="JoinSeedNodes"/>; completes when this node is Up, fails when it will never be.</summary>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        var seeds = seedNodes.ToList();
        var up = WhenUp($"Node has not managed to join the cluster using provided seed node addresses: {string.Join(", ", seeds)}");
        JoinSeedNodes(seeds);
        return up.WaitAsync(token);
    }

    /// <summary>Has the node at the address leave in good order.</summary>
    public void Leave(Address address) => Command(new CoreDaemon.LeaveNode(WithoutLocalScope(address)));

    public Task LeaveAsync() => LeaveAsync(CancellationToken.None);

    /// <summary>Has this node leave; completes when it has been removed.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        Leave(SelfAddress);
        return Terminated.WaitAsync(cancellationToken);
    }

    /// <summary>Declares the node at the address dead. It is removed, and cannot come back but by a new actor system.</summary>
    public void Down(Address address) => Command(new CoreDaemon.DownNode(WithoutLocalScope(address)));

    /// <summary>As <see cref="Down(Address)"/>, for this incarnation only.</summary>
    internal void Down(UniqueAddress node) => Command(new CoreDaemon.DownMember(node));

    /// <summary>Runs the callback once this node is Up, at once if it is already.</summary>
    public void RegisterOnMemberUp(Action callback) =>
        _supervisor.Tell(new ClusterSupervisor.NotifyWhen(MemberStatus.Up, callback), ActorRefs.NoSender);

    /// <summary>Runs the callback once this node has been removed, at once if it has been already.</summary>
    public void RegisterOnMemberRemoved(Action callback) => _ = Terminated.ContinueWith(
        (_, run) => ((Action)run!)(), callback, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Has the daemon stop after <see cref="CoordinatedShutdown"/> has run down what ran here.</summary>
    internal void CompleteExiting() => Command(CoreDaemon.ExitingCompleted.Instance);

    /// <summary>A node with this uid is alive at its address.</summary>
    internal void OnIncarnationSeen(UniqueAddress node) => Command(new CoreDaemon.IncarnationSeen(node));

    private void Command(object command) => _supervisor.Tell(new ClusterSupervisor.ForCore(command), ActorRefs.NoSender);

    private Task WhenUp(string failure)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        RegisterOnMemberUp(() => up.TrySetResult());
        RegisterOnMemberRemoved(() => up.TrySetException(new ClusterJoinFailedException(failure)));
        return up.Task;
    }

    // Addresses that a user takes from a local ref lack host and port: they mean this node.
    private Address WithoutLocalScope(Address address) => address.HasLocalScope && address.System == System.Name ? SelfAddress : address;
}
