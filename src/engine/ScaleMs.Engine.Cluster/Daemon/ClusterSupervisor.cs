using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Daemon;

/// <summary>
/// The root of the cluster's actors. When the core stops, for whatever reason, this node's membership is over:
/// everything here stops and, if so configured, the whole actor system shuts down.
/// </summary>
internal sealed class ClusterSupervisor : ReceiveActor
{
    private readonly Cluster _cluster;
    private readonly CoordinatedShutdown _shutdown;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _publisher = ActorRefs.Nobody;
    private IActorRef _core = ActorRefs.Nobody;

    public ClusterSupervisor(Cluster cluster)
    {
        _cluster = cluster;
        _shutdown = CoordinatedShutdown.Get(Context.System);
        ShutdownTasks.Add(_shutdown, cluster);
        Receive<Start>(_ => StartDaemons());
        Receive<ForCore>(m => _core.Forward(m.Command));
        Receive<ForPublisher>(m => _publisher.Forward(m.Command));
        Receive<NotifyWhen>(m => Context.ActorOf(StatusListener.Props(cluster, _publisher, m.Status, m.Callback)));
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    public static Props Props(Cluster cluster) =>
        Actor.Props.Create(() => new ClusterSupervisor(cluster)).WithDispatcher(cluster.Settings.UseDispatcher).WithDeploy(Deploy.Local);

    private void StartDaemons()
    {
        var dispatcher = _cluster.Settings.UseDispatcher;
        _publisher = Context.ActorOf(EventPublisher.Props(_cluster).WithDispatcher(dispatcher), ClusterPaths.Publisher);
        _core = Context.Watch(Context.ActorOf(CoreDaemon.Props(_cluster, _publisher, _shutdown).WithDispatcher(dispatcher), ClusterPaths.Core));
        Context.ActorOf(HeartbeatReceiver.Props(_cluster).WithDispatcher(dispatcher), ClusterPaths.HeartbeatReceiver);
        Context.ActorOf(HeartbeatSender.Props(_cluster, _core).WithDispatcher(dispatcher), ClusterPaths.HeartbeatSender);
        if (_cluster.DowningProvider.DowningActorProps is { } downing)
        {
            Context.ActorOf(downing.WithDispatcher(dispatcher), ClusterPaths.Downing);
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
    {
        // A member whose protocol state is broken must not go on with it.
        _log.Error(cause, "A cluster daemon failed; this node leaves the cluster. {0}", cause.Message);
        Self.Tell(PoisonPill.Instance);
        return Directive.Stop;
    });

    protected override void PostStop()
    {
        _cluster.OnTerminated();
        if (_cluster.Settings.RunCoordinatedShutdownWhenDown)
        {
            // Without effect when it runs already, as it does when this node leaves.
            _ = _shutdown.Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        }
    }

    internal sealed record ForCore(object Command) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed record ForPublisher(object Command) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed record NotifyWhen(MemberStatus Status, Action Callback) : INoSerializationVerificationNeeded;

    /// <summary>The cluster extension is whole: what is started now may use it.</summary>
    internal sealed class Start : INoSerializationVerificationNeeded
    {
        public static readonly Start Instance = new();
    }
}
