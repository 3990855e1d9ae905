using Akka.Actor;
using Akka.Cluster;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master;

/// <summary>Reports reachability and removal of the workers' nodes to the pool. The master's only actor that uses the cluster.</summary>
internal sealed class ClusterWatch : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    public ClusterWatch(IActorRef master)
    {
        Receive<ClusterEvent.UnreachableMember>(change => master.Tell(new NodeUnreachable(change.Member.UniqueAddress)));
        Receive<ClusterEvent.ReachableMember>(change => master.Tell(new NodeReachable(change.Member.UniqueAddress)));
        Receive<ClusterEvent.MemberDowned>(change => master.Tell(new NodeGone(change.Member.UniqueAddress, "its node was taken down")));
        Receive<ClusterEvent.MemberRemoved>(change => master.Tell(new NodeGone(change.Member.UniqueAddress, "its node left the cluster")));
        Receive<ClusterEvent.IClusterDomainEvent>(static _ => { });
    }

    public static Props Props(IActorRef master) => Akka.Actor.Props.Create(() => new ClusterWatch(master));

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        if (_cluster.Settings.SeedNodes.IsEmpty)
        {
            // The port was not known before.
            _cluster.Join(_cluster.SelfAddress);
        }
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
