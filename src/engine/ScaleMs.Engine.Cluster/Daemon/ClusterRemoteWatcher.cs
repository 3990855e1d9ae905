using Akka.Actor;
using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Daemon;

/// <summary>
/// Remote death watch in a cluster: refs on members are terminated when the cluster says that their node is down or removed.
/// Nodes that are not members are watched by heartbeats of their own, as without a cluster.
/// </summary>
internal sealed class ClusterRemoteWatcher : RemoteWatcher
{
    private readonly HashSet<Address> _members = [];
    private Cluster? _cluster;

    public ClusterRemoteWatcher(
        IFailureDetectorRegistry<Address> failureDetector,
        TimeSpan heartbeatInterval,
        TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter)
        : base(failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter)
    {
    }

    public static new Props Props(
        IFailureDetectorRegistry<Address> failureDetector,
        TimeSpan heartbeatInterval,
        TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter) =>
        Actor.Props.Create(() => new ClusterRemoteWatcher(
            failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter)).WithDeploy(Deploy.Local);

    protected override void PreStart()
    {
        base.PreStart();
        _cluster = Cluster.Get(Context.System);
        _cluster.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(IMemberEvent));
    }

    protected override void PostStop()
    {
        base.PostStop();
        _cluster?.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberRemoved removed:
                OnGone(removed.Member, removed.PreviousStatus == MemberStatus.Down);
                break;
            case MemberDowned downed:
                OnGone(downed.Member, false);
                break;
            case IMemberEvent { Member: var member } when !member.UniqueAddress.Equals(_cluster!.SelfUniqueAddress):
                // From here on the cluster's failure detector is responsible.
                if (_members.Add(member.Address))
                {
                    UnwatchNode(member.Address);
                }

                break;
            case IMemberEvent:
                break;
            case PeerRestarted restarted:
                // The transport learned it before any heartbeat did.
                _cluster!.OnIncarnationSeen(new UniqueAddress(restarted.Address, restarted.Uid));
                base.OnReceive(message);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    protected override void WatchNode(IInternalActorRef watchee)
    {
        if (!_members.Contains(watchee.Path.Address))
        {
            base.WatchNode(watchee);
        }
    }

    private void OnGone(Member member, bool quarantine)
    {
        if (member.UniqueAddress.Equals(_cluster!.SelfUniqueAddress) || _cluster.IsTerminated)
        {
            return;
        }

        _members.Remove(member.Address);
        if (quarantine)
        {
            Quarantine(member.Address, member.UniqueAddress.Uid);
        }

        PublishAddressTerminated(member.Address);
    }
}
