using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.SBR;

/// <summary>Keeps a <see cref="DowningWatch"/> informed and carries out what it decides.</summary>
internal sealed class SplitBrainResolverActor : ReceiveActor, IWithTimers
{
    // So late at most, against stable-after, may a decision come.
    private const int TicksPerWait = 10;

    private readonly Cluster _cluster;
    private readonly SplitBrainResolverSettings _settings;
    private readonly DowningStrategy _strategy;
    private readonly DowningWatch _watch;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public SplitBrainResolverActor(Cluster cluster, SplitBrainResolverSettings settings, DowningStrategy strategy)
    {
        _cluster = cluster;
        _settings = settings;
        _strategy = strategy;
        _watch = new DowningWatch(strategy, settings.DowningStableAfter, settings.DownAllWhenUnstable);
        Receive<CurrentClusterState>(_ => Look());
        Receive<IClusterDomainEvent>(_ => Look());
        Receive<Tick>(_ => Look());
        Receive<ThisActorSystemQuarantinedEvent>(OnQuarantinedBy);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        _cluster.Subscribe(Self, typeof(IReachabilityEvent), typeof(IMemberEvent));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    private void Look()
    {
        if (_watch.Observe(_cluster.Membership, Context.System.Scheduler.Now) is { } plan)
        {
            CarryOut(plan);
        }

        if (!_watch.IsWaiting)
        {
            Timers.Cancel(Tick.Instance);
        }
        else if (!Timers.IsTimerActive(Tick.Instance))
        {
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _settings.DowningStableAfter / TicksPerWait);
        }
    }

    private void CarryOut(DowningPlan plan)
    {
        var state = _cluster.Membership;
        _log.Warning(
            "SBR: {0} decides {1}, downing [{2}] of [{3}], unreachable [{4}].",
            _settings.DowningStrategy,
            plan.Decision?.ToString() ?? "to cut broken links",
            string.Join(", ", plan.Victims.Select(m => m.Address)),
            string.Join(", ", state.Members.Select(m => m.Address)),
            state.TrustedReachability);
        foreach (var member in plan.Victims)
        {
            _cluster.Down(member.UniqueAddress);
        }
    }

    /// <summary>Another member will never listen to this system again; unless this one has the vote and the other has not, it must go.</summary>
    private void OnQuarantinedBy(ThisActorSystemQuarantinedEvent quarantined)
    {
        var gossip = _cluster.Membership.Gossip;
        if (gossip.FindByAddress(quarantined.RemoteAddress) is { } other
            && gossip.Find(_cluster.SelfUniqueAddress) is { } self
            && (Partition.HasVote(other, _strategy.Role) || !Partition.HasVote(self, _strategy.Role)))
        {
            _log.Warning("SBR: this node was quarantined by [{0}] and downs itself.", other.Address);
            _cluster.Down(_cluster.SelfUniqueAddress);
        }
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
