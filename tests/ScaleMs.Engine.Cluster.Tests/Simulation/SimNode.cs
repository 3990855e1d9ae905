using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Cluster.Protocol;
using Akka.Cluster.SBR;

namespace Akka.Cluster.Tests.Simulation;

/// <summary>A <see cref="ClusterNode"/> on the simulated network, with a failure detector fed by simulated heartbeats.</summary>
internal sealed class SimNode : INodeEffects
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

    private readonly SimCluster _cluster;
    private readonly Dictionary<UniqueAddress, DateTimeOffset> _lastHeard = [];

    public SimNode(SimCluster cluster, UniqueAddress self, NodeOptions options, Random random)
    {
        _cluster = cluster;
        Self = self;
        Node = new ClusterNode(self, options, this, cluster.Clock, random);
    }

    public UniqueAddress Self { get; }

    public ClusterNode Node { get; }

    public MembershipState State => Node.State;

    public bool IsRunning { get; private set; } = true;

    /// <summary>Nodes that this one has at some time known to be removed.</summary>
    public HashSet<UniqueAddress> KnownRemoved { get; } = [];

    public List<string> Log { get; } = [];

    public List<Member> ComebacksOfTheRemoved { get; } = [];

    /// <summary>Decides on downing where the simulation has a resolver.</summary>
    public DowningWatch? Resolver { get; init; }

    public DateTimeOffset? UpSince { get; private set; }

    public void Kill() => IsRunning = false;

    public void Receive(IClusterMessage message)
    {
        switch (message)
        {
            case Heartbeat beat:
                Send(beat.From.Address, new HeartbeatRsp(Self));
                break;
            case HeartbeatRsp answer when State.Gossip.HasMember(answer.From):
                _lastHeard[answer.From] = _cluster.Clock.Current;
                break;
            case HeartbeatRsp answer:
                Node.OnIncarnation(answer.From);
                break;
            default:
                Node.Receive(message);
                break;
        }
    }

    public void Beat()
    {
        foreach (var member in State.Members.Where(m => !m.UniqueAddress.Equals(Self)))
        {
            if (State.IsGossipTarget(member.UniqueAddress))
            {
                _lastHeard.TryAdd(member.UniqueAddress, _cluster.Clock.Current);
            }

            Send(member.Address, new Heartbeat(Self));
        }
    }

    public void Resolve()
    {
        foreach (var victim in Resolver?.Observe(State, _cluster.Clock.Current)?.Victims ?? [])
        {
            Node.Down(victim.UniqueAddress);
        }
    }

    public void Send(Address to, IClusterMessage message) => _cluster.Carry(Self.Address, to, message);

    public void Publish(MembershipState state)
    {
        KnownRemoved.UnionWith(state.Gossip.Tombstones.Keys);
        ComebacksOfTheRemoved.AddRange(state.Members.Where(m => KnownRemoved.Contains(m.UniqueAddress)));
        if (state.SelfMember?.Status == MemberStatus.Up)
        {
            UpSince ??= _cluster.Clock.Current;
        }
    }

    public void RequestPush() => _cluster.Soon(this, Node.Push);

    public bool IsMonitoring(UniqueAddress node) => _lastHeard.ContainsKey(node);

    public bool IsAvailable(UniqueAddress node) => _cluster.Clock.Current - _lastHeard[node] < Pause;

    public void Forget(UniqueAddress node) => _lastHeard.Remove(node);

    public void OnExiting() => _cluster.Soon(this, Node.ExitingCompleted);

    public void OnJoinFailed() => Log.Add("join failed");

    public void OnStopped() => IsRunning = false;

    public void Info(string text) => Log.Add(text);

    public void Warn(string text) => Log.Add(text);
}
