using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Cluster.Protocol;
using Akka.Event;

namespace Akka.Cluster.Daemon;

/// <summary>Asks the nodes that this one watches for signs of life and feeds the failure detector with the answers.</summary>
internal sealed class HeartbeatSender : ReceiveActor, IWithTimers
{
    private readonly Cluster _cluster;
    private readonly IActorRef _core;
    private readonly PeerRefs _receivers;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Heartbeat _heartbeat;
    private ImmutableHashSet<UniqueAddress> _watched = [];

    public HeartbeatSender(Cluster cluster, IActorRef core)
    {
        _cluster = cluster;
        _core = core;
        _receivers = new PeerRefs(cluster.System, ClusterPaths.HeartbeatReceiver);
        _heartbeat = new Heartbeat(cluster.SelfUniqueAddress);
        Receive<HeartbeatTick>(_ => OnTick());
        Receive<HeartbeatRsp>(OnAnswer);
        Receive<ExpectFirstAnswer>(m => OnFirstAnswerDue(m.From));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Cluster cluster, IActorRef core) => Actor.Props.Create(() => new HeartbeatSender(cluster, core));

    protected override void PreStart()
    {
        var settings = _cluster.Settings;
        var firstTick = settings.PeriodicTasksInitialDelay < settings.HeartbeatInterval
            ? settings.PeriodicTasksInitialDelay
            : settings.HeartbeatInterval;
        Timers.StartPeriodicTimer(HeartbeatTick.Instance, HeartbeatTick.Instance, firstTick, settings.HeartbeatInterval);
    }

    private void OnTick()
    {
        ChooseWatched();
        foreach (var node in _watched)
        {
            var expect = new ExpectFirstAnswer(node);
            if (!_cluster.Liveness.IsMonitoring(node) && !Timers.IsTimerActive(expect))
            {
                Timers.StartSingleTimer(expect, expect, _cluster.Settings.HeartbeatExpectedResponseAfter);
            }

            if (_cluster.Settings.VerboseHeartbeatLogging)
            {
                _log.Debug("Cluster Node [{0}] - Heartbeat to [{1}].", _cluster.SelfAddress, node.Address);
            }

            _receivers[node.Address].Tell(_heartbeat, Self);
        }
    }

    private void ChooseWatched()
    {
        var state = _cluster.Membership;
        var chosen = HeartbeatRing.WatchedBy(_cluster.SelfUniqueAddress, state, _cluster.Settings.MonitoredByNrOfMembers);
        foreach (var left in _watched.Except(chosen))
        {
            if (state.Gossip.HasMember(left) && !_cluster.Liveness.IsAvailable(left))
            {
                // This node called it unreachable, so only this node can say when it is back.
                chosen = chosen.Add(left);
            }
            else
            {
                _cluster.Liveness.Remove(left);
                _cluster.FailureDetector.Remove(left.Address);
            }
        }

        _watched = chosen;
    }

    private void OnAnswer(HeartbeatRsp answer)
    {
        if (_watched.Contains(answer.From))
        {
            Alive(answer.From);
        }
        else if (!_cluster.Membership.Gossip.HasMember(answer.From))
        {
            _core.Tell(new CoreDaemon.IncarnationSeen(answer.From));
        }
    }

    private void OnFirstAnswerDue(UniqueAddress from)
    {
        // Without a first sign of life the detector has nothing to count from; a node that never answers must be found out too.
        // It must not take back what is known already, though.
        if (_watched.Contains(from)
            && !_cluster.Liveness.IsMonitoring(from)
            && _cluster.Membership.Gossip.Reachability.Status(_cluster.SelfUniqueAddress, from) == ReachabilityStatus.Reachable)
        {
            Alive(from);
        }
    }

    private void Alive(UniqueAddress node)
    {
        _cluster.Liveness.Heartbeat(node);
        _cluster.FailureDetector.Heartbeat(node.Address);
    }

    private sealed record ExpectFirstAnswer(UniqueAddress From) : INoSerializationVerificationNeeded;

    private sealed class HeartbeatTick : INoSerializationVerificationNeeded
    {
        public static readonly HeartbeatTick Instance = new();
    }
}
