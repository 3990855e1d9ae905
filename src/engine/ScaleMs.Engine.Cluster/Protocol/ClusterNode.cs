using Akka.Cluster.Membership;

namespace Akka.Cluster.Protocol;

/// <summary>
/// The cluster protocol of one node, without transport, clock or threads of its own: messages and ticks go in,
/// <see cref="INodeEffects"/> come out. Not thread-safe; the daemon actor feeds it.
/// It acts at once on whatever changes; the ticks only repair what got lost.
/// </summary>
internal sealed partial class ClusterNode
{
    private readonly UniqueAddress _self;
    private readonly NodeOptions _options;
    private readonly INodeEffects _effects;
    private readonly TimeProvider _time;
    private readonly Random _random;

    public ClusterNode(UniqueAddress self, NodeOptions options, INodeEffects effects, TimeProvider time, Random random)
    {
        _self = self;
        _options = options;
        _effects = effects;
        _time = time;
        _random = random;
        State = new MembershipState(Gossip.Empty, self);
    }

    public NodePhase Phase { get; private set; } = NodePhase.Idle;

    public MembershipState State { get; private set; }

    private Gossip Latest => State.Gossip;

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Receive(IClusterMessage message)
    {
        switch (message)
        {
            case GossipEnvelope envelope:
                OnGossip(envelope);
                break;
            case GossipStatus status:
                OnStatus(status);
                break;
            case InitJoin ask:
                OnInitJoin(ask);
                break;
            case InitJoinAck ack:
                OnInitJoinAck(ack);
                break;
            case InitJoinNack nack:
                OnInitJoinNack(nack);
                break;
            case Join join:
                OnJoin(join);
                break;
            case Welcome welcome:
                OnWelcome(welcome);
                break;
            case ExitingConfirmed confirmed:
                OnExitingConfirmed(confirmed);
                break;
        }
    }

    /// <summary>A change that this node makes: a new version, to be spread at once.</summary>
    private void Update(Gossip changed)
    {
        if (ReferenceEquals(changed, Latest))
        {
            return;
        }

        Adopt(changed.NextVersion(_self));
        _effects.RequestPush();
    }

    private void Adopt(Gossip gossip)
    {
        if (ReferenceEquals(gossip, Latest))
        {
            return;
        }

        State = new MembershipState(gossip, _self);
        _effects.Publish(State);
    }

    /// <summary>What must follow every change: the leader's work, and a look at this node's own fate.</summary>
    private void React()
    {
        ActAsLeader();
        MindOwnStatus();
    }
}
