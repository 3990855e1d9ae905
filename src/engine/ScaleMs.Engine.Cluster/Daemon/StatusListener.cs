using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Daemon;

/// <summary>Runs a callback once when this node gets a status.</summary>
internal sealed class StatusListener : ReceiveActor
{
    private readonly IActorRef _publisher;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Action _callback;

    public StatusListener(Cluster cluster, IActorRef publisher, MemberStatus status, Action callback)
    {
        _publisher = publisher;
        _callback = callback;
        Receive<CurrentClusterState>(state => Check(state.Members));
        Receive<IMemberEvent>(change => Check([change.Member]));

        void Check(IEnumerable<Member> members)
        {
            if (members.Any(m => m.UniqueAddress.Equals(cluster.SelfUniqueAddress) && m.Status == status))
            {
                Finish();
            }
        }
    }

    public static Props Props(Cluster cluster, IActorRef publisher, MemberStatus status, Action callback) =>
        Actor.Props.Create(() => new StatusListener(cluster, publisher, status, callback));

    protected override void PreStart() => _publisher.Tell(
        new EventPublisher.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsSnapshot, [typeof(IMemberEvent)]));

    private void Finish()
    {
        try
        {
            _callback();
        }
        catch (Exception e)
        {
            _log.Error(e, "A callback for the status of this node failed: {0}", e.Message);
        }

        Context.Stop(Self);
    }
}
