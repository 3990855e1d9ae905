using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Protocol;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster.Daemon;

/// <summary>Feeds the node's protocol with messages, commands and ticks. All that it decides is in <see cref="ClusterNode"/>.</summary>
internal sealed partial class CoreDaemon : ReceiveActor, IWithTimers
{
    // Finer than the first repeat of a join, so that repeats come when they are due.
    private static readonly TimeSpan JoinTickInterval = TimeSpan.FromMilliseconds(25);

    private readonly Cluster _cluster;
    private readonly CoordinatedShutdown _shutdown;
    private readonly IActorRef _publisher;
    private readonly PeerRefs _peers;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _self;
    private readonly ActorSystem _system;
    private readonly ClusterNode _node;

    public CoreDaemon(Cluster cluster, IActorRef publisher, CoordinatedShutdown shutdown)
    {
        _cluster = cluster;
        _publisher = publisher;
        _shutdown = shutdown;
        _self = Self;
        _system = Context.System;
        _peers = new PeerRefs(cluster.System, ClusterPaths.Core);
        _node = new ClusterNode(
            cluster.SelfUniqueAddress, OptionsOf(cluster.Settings), this, new SchedulerTime(_system.Scheduler), new Random());

        Receive<IClusterMessage>(message => Do(node => node.Receive(message)));
        Receive<JoinNode>(m => Do(node => node.Join(m.Address)));
        Receive<JoinSeeds>(m => Do(node => node.JoinSeedNodes(m.Seeds)));
        Receive<LeaveNode>(m => Do(node => node.Leave(m.Address)));
        Receive<DownNode>(m => Do(node => node.Down(m.Address)));
        Receive<DownMember>(m => Do(node => node.Down(m.Node)));
        Receive<IncarnationSeen>(m => Do(node => node.OnIncarnation(m.Node)));
        Receive<QuarantinedEvent>(m => Do(node => node.OnGone(new UniqueAddress(m.Address, m.Uid))));
        Receive<ExitingCompleted>(_ => Do(node => node.ExitingCompleted()));
        Receive<PushNow>(_ =>
        {
            _pushRequested = false;
            Do(node => node.Push());
        });
        Receive<Tick>(tick => Do(tick.Action));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Cluster cluster, IActorRef publisher, CoordinatedShutdown shutdown) =>
        Actor.Props.Create(() => new CoreDaemon(cluster, publisher, shutdown));

    protected override void PreStart()
    {
        _system.EventStream.Subscribe(Self, typeof(QuarantinedEvent));
        var settings = _cluster.Settings;
        Every(Tick.Gossip, settings.GossipInterval);
        Every(Tick.Leader, settings.LeaderActionsInterval);
        Every(Tick.Reap, settings.UnreachableNodesReaperInterval);
        if (settings.SeedNodes.IsEmpty)
        {
            Info("No seed-nodes configured, manual cluster join required.");
        }
        else
        {
            Self.Tell(new JoinSeeds(settings.SeedNodes));
        }
    }

    protected override void PostStop() => _system.EventStream.Unsubscribe(Self);

    private static NodeOptions OptionsOf(ClusterSettings settings) => new()
    {
        Roles = settings.Roles,
        AppVersion = settings.AppVersion,
        MinNrOfMembers = settings.MinNrOfMembers,
        MinNrOfMembersOfRole = settings.MinNrOfMembersOfRole,
        WeaklyUpAfter = settings.AllowWeaklyUpMembers ? settings.WeaklyUpAfter : null,
        RetryUnsuccessfulJoinAfter = settings.RetryUnsuccessfulJoinAfter,
        SeedNodeTimeout = settings.SeedNodeTimeout,
        ShutdownAfterUnsuccessfulJoinSeedNodes = settings.ShutdownAfterUnsuccessfulJoinSeedNodes,
        GossipDifferentViewProbability = settings.GossipDifferentViewProbability,
        ReduceGossipDifferentViewProbability = settings.ReduceGossipDifferentViewProbability,
    };

    private void Every(Tick tick, TimeSpan interval) =>
        Timers.StartPeriodicTimer(tick, tick, _cluster.Settings.PeriodicTasksInitialDelay, interval);

    private void Do(Action<ClusterNode> action)
    {
        action(_node);
        var joining = _node.Phase is NodePhase.FindingSeed or NodePhase.Joining;
        if (joining != Timers.IsTimerActive(Tick.Join))
        {
            if (joining)
            {
                Timers.StartPeriodicTimer(Tick.Join, Tick.Join, JoinTickInterval);
            }
            else
            {
                Timers.Cancel(Tick.Join);
            }
        }
    }

    internal sealed record JoinNode(Address Address) : INoSerializationVerificationNeeded;

    internal sealed record JoinSeeds(ImmutableList<Address> Seeds) : INoSerializationVerificationNeeded;

    internal sealed record LeaveNode(Address Address) : INoSerializationVerificationNeeded;

    internal sealed record DownNode(Address Address) : INoSerializationVerificationNeeded;

    internal sealed record DownMember(UniqueAddress Node) : INoSerializationVerificationNeeded;

    internal sealed record IncarnationSeen(UniqueAddress Node) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed class ExitingCompleted : INoSerializationVerificationNeeded
    {
        public static readonly ExitingCompleted Instance = new();
    }

    private sealed class PushNow : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly PushNow Instance = new();
    }

    private sealed class Tick(Action<ClusterNode> action) : INoSerializationVerificationNeeded
    {
        public static readonly Tick Gossip = new(node => node.GossipTick());
        public static readonly Tick Leader = new(node => node.LeaderTick());
        public static readonly Tick Reap = new(node => node.ReapTick());
        public static readonly Tick Join = new(node => node.JoinTick());

        public Action<ClusterNode> Action => action;
    }
}
