using Akka.Actor;
using Akka.Cluster;

namespace ScaleMs.Actors.Connection.Membership;

/// <summary>
/// Decides which members leave the cluster when they cannot reach each other: the master downs a worker that has been unreachable for
/// <c>akka.cluster.split-brain-resolver.stable-after</c>; a worker that could not reach the master for that time downs itself and joins
/// again. Workers decide nothing else. Akka.Cluster's own resolver gives every member a vote, and may down the
/// master because a paused worker could not reach it.
/// </summary>
/// <param name="system">The member's system.</param>
/// <param name="cluster">The member. Its extension is still being created, so it cannot be looked up.</param>
public sealed class MasterDowning(ActorSystem system, Cluster cluster) : IDowningProvider
{
    /// <summary>Zero: no other member takes over a worker's duties.</summary>
    public TimeSpan DownRemovalMargin => TimeSpan.Zero;

    /// <summary>The actor that decides.</summary>
    public Props DowningActorProps => Props.Create(() => new Decider(cluster, system.Settings.Config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after", null, false)));

    private sealed class Decider : ReceiveActor, IWithTimers
    {
        private readonly Cluster _cluster;
        private readonly TimeSpan _patience;
        private readonly bool _isMaster;

        public Decider(Cluster cluster, TimeSpan patience)
        {
            (_cluster, _patience, _isMaster) = (cluster, patience, cluster.SelfRoles.Contains(NodeConfig.MasterRole));
            Receive<ClusterEvent.UnreachableMember>(change => Missed(change.Member));
            Receive<ClusterEvent.ReachableMember>(change => Timers.Cancel(change.Member.UniqueAddress));
            Receive<ClusterEvent.MemberRemoved>(change => Timers.Cancel(change.Member.UniqueAddress));
            Receive<MissedForLong>(missed => _cluster.Down(_isMaster ? missed.Member.Address : _cluster.SelfAddress));
            Receive<ClusterEvent.IClusterDomainEvent>(static _ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => _cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));

        protected override void PostStop() => _cluster.Unsubscribe(Self);

        private void Missed(Member member)
        {
            if (_isMaster || member.Roles.Contains(NodeConfig.MasterRole))
            {
                Timers.StartSingleTimer(member.UniqueAddress, new MissedForLong(member.UniqueAddress), _patience);
            }
        }

        private sealed record MissedForLong(UniqueAddress Member);
    }
}
