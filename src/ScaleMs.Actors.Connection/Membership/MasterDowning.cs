using Akka.Actor;
using Akka.Cluster;

namespace ScaleMs.Actors.Connection.Membership;

/// <summary>
/// Who leaves the cluster when members cannot reach each other: the master takes a worker down that it has missed for
/// <c>akka.cluster.split-brain-resolver.stable-after</c>, and a worker that has missed the master for so long takes itself down, to join
/// again. Workers have no say in anything else. Akka.Cluster's own resolver weighs what every member says of every other, and may take the
/// master down because a worker that was paused has missed it.
/// </summary>
/// <param name="system">A member's.</param>
/// <param name="cluster">The member: its extension is only being made, so it cannot be asked for.</param>
public sealed class MasterDowning(ActorSystem system, Cluster cluster) : IDowningProvider
{
    /// <summary>None: nobody takes over from a worker.</summary>
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
