using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// Watches the actors of other systems on behalf of the local ones: one watch over the wire for each watched actor, heartbeats
/// to each node that has any. When a node falls silent every watch of its actors ends with <c>AddressTerminated</c>.
/// </summary>
public partial class RemoteWatcher : UntypedActor, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
#pragma warning disable CA1051 // protected fields are part of the public API
    protected readonly ILoggingAdapter Log = Context.GetLogger();
    protected readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> Watching = [];
    protected readonly Dictionary<Address, HashSet<IInternalActorRef>> WatcheeByNodes = [];
#pragma warning restore CA1051

    private readonly IFailureDetectorRegistry<Address> _failureDetector;
    private readonly TimeSpan _heartbeatExpectedResponseAfter;
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly RemoteActorRefProvider _provider;
    private readonly HeartbeatRsp _selfHeartbeatRsp;
    private readonly Dictionary<Address, int> _addressUids = [];
    private readonly ICancelable _heartbeats;
    private readonly ICancelable _reaping;

    public RemoteWatcher(
        IFailureDetectorRegistry<Address> failureDetector,
        TimeSpan heartbeatInterval,
        TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter)
    {
        _failureDetector = failureDetector;
        _heartbeatExpectedResponseAfter = heartbeatExpectedResponseAfter;
        _provider = RARP.For(Context.System).Provider as RemoteActorRefProvider
            ?? throw new ConfigurationException($"ActorSystem [{Context.System}] needs to have a 'RemoteActorRefProvider' enabled in the configuration.");
        _selfHeartbeatRsp = new HeartbeatRsp(AddressUidExtension.Uid(Context.System));
        _heartbeats = _scheduler.ScheduleTellRepeatedlyCancelable(heartbeatInterval, heartbeatInterval, Self, HeartbeatTick.Instance, Self);
        _reaping = _scheduler.ScheduleTellRepeatedlyCancelable(
            unreachableReaperInterval, unreachableReaperInterval, Self, ReapUnreachableTick.Instance, Self);
    }

    protected HashSet<Address> Unreachable { get; } = [];

    protected ICollection<Address> WatchingNodes => WatcheeByNodes.Keys;

    public static Props Props(
        IFailureDetectorRegistry<Address> failureDetector,
        TimeSpan heartbeatInterval,
        TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter) =>
        Actor.Props.Create(() => new RemoteWatcher(failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter))
            .WithDeploy(Deploy.Local);

    protected override void PostStop()
    {
        base.PostStop();
        _heartbeats.Cancel();
        _reaping.Cancel();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatTick:
                SendHeartbeats();
                break;
            case Heartbeat:
                Sender.Tell(_selfHeartbeatRsp);
                break;
            case HeartbeatRsp response:
                OnHeartbeatRsp(Sender.Path.Address, response.AddressUid);
                break;
            case ReapUnreachableTick:
                ReapUnreachable();
                break;
            case ExpectedFirstHeartbeat expected:
                TriggerFirstHeartbeat(expected.From);
                break;
            case WatchRemote watch:
                AddWatching(watch.Watchee, watch.Watcher);
                break;
            case UnwatchRemote unwatch:
                RemoveWatch(unwatch.Watchee, unwatch.Watcher);
                break;
            case Terminated terminated:
                OnTerminated((IInternalActorRef)terminated.ActorRef, terminated.ExistenceConfirmed, terminated.AddressTerminated);
                break;
            case PeerRestarted restarted:
                OnPeerRestarted(restarted.Address, restarted.Uid);
                break;
            case Stats:
                Sender.Tell(CurrentStats());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Ends the watches of everybody on every actor of the address.</summary>
    protected virtual void PublishAddressTerminated(Address address) =>
        AddressTerminatedTopic.Get(Context.System).Publish(new AddressTerminated(address));

    protected virtual void Quarantine(Address address, int? addressUid) => _provider.Quarantine(address, addressUid);

    private Stats CurrentStats() => new(
        Watching.Sum(static entry => entry.Value.Count),
        WatcheeByNodes.Count,
        [.. Watching.SelectMany(static entry => entry.Value.Select(watcher => ((IActorRef)entry.Key, (IActorRef)watcher)))],
        [.. WatcheeByNodes.Keys]);
}
