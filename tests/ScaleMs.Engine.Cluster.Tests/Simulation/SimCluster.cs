using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Protocol;
using Akka.Cluster.SBR;
using Akka.Cluster.Serialization;
using Akka.Remote.Wire;

namespace Akka.Cluster.Tests.Simulation;

/// <summary>Many nodes on one thread with virtual time. The same seed gives the same run to the last message.</summary>
internal sealed class SimCluster
{
    private readonly Random _random;
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly Dictionary<Address, SimNode> _hosts = [];
    private readonly HashSet<(Address From, Address To)> _cuts = [];
    private readonly NodeOptions _options;
    private long _order;
    private int _nextUid = 1;

    public SimCluster(int seed, NodeOptions? options = null)
    {
        Seed = seed;
        _random = new Random(seed);
        _options = options ?? new NodeOptions();
    }

    public int Seed { get; }

    public SimClock Clock { get; } = new();

    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    /// <summary>With a strategy, every node resolves partitions by it, 5 s after the last change.</summary>
    public DowningStrategy? Downing { get; init; }

    /// <summary>Whether messages go through their wire format, as between processes.</summary>
    public bool OverTheWire { get; init; }

    public int Carried { get; private set; }

    /// <summary>Every node that was ever started, the dead ones too.</summary>
    public List<SimNode> Nodes { get; } = [];

    public IEnumerable<SimNode> Running => Nodes.Where(n => n.IsRunning);

    public static Address AddressOf(int number) => new("akka.tcp", "sim", "host", 1_000 + number);

    /// <summary>Starts a process at an address, in the place of an earlier one if there was one.</summary>
    public SimNode Start(int number, params string[] roles)
    {
        var address = AddressOf(number);
        if (_hosts.TryGetValue(address, out var earlier))
        {
            earlier.Kill();
        }

        var options = _options with { Roles = [.. roles] };
        var node = new SimNode(this, new UniqueAddress(address, _nextUid++), options, new Random(_random.Next()))
        {
            Resolver = Downing is null ? null : new DowningWatch(Downing, TimeSpan.FromSeconds(5), TimeSpan.Zero),
        };
        _hosts[address] = node;
        Nodes.Add(node);
        Every(node, TimeSpan.FromMilliseconds(50), node.Node.JoinTick);
        Every(node, TimeSpan.FromSeconds(1), node.Node.GossipTick);
        Every(node, TimeSpan.FromSeconds(1), node.Node.LeaderTick);
        Every(node, TimeSpan.FromSeconds(1), node.Node.ReapTick);
        Every(node, TimeSpan.FromSeconds(1), node.Beat);
        Every(node, TimeSpan.FromSeconds(0.5), node.Resolve);
        return node;
    }

    public SimNode StartAndJoin(int number, params int[] seeds) => StartAndJoin(number, [], seeds);

    public SimNode StartAndJoin(int number, string[] roles, params int[] seeds)
    {
        var node = Start(number, roles);
        node.Node.JoinSeedNodes([.. seeds.Select(AddressOf)]);
        return node;
    }

    public void Carry(Address from, Address to, IClusterMessage message)
    {
        Carried++;
        if (_cuts.Contains((from, to)) || _random.NextDouble() < Faults.Loss)
        {
            return;
        }

        var carried = OverTheWire ? Rewritten(message) : message;
        var copies = _random.NextDouble() < Faults.Duplication ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            At(_random.NextDouble() * Faults.LongestDelay, () =>
            {
                if (!_cuts.Contains((from, to)) && _hosts.TryGetValue(to, out var host) && host.IsRunning)
                {
                    host.Receive(carried);
                }
            });
        }
    }

    public void Soon(SimNode node, Action action) => At(TimeSpan.Zero, () => WhileRunning(node, action));

    public void Cut(IEnumerable<SimNode> side, IEnumerable<SimNode> otherSide)
    {
        foreach (var (a, b) in from a in side from b in otherSide select (a.Self.Address, b.Self.Address))
        {
            _cuts.Add((a, b));
            _cuts.Add((b, a));
        }
    }

    public void Heal() => _cuts.Clear();

    public void Run(TimeSpan duration) => RunUntil(() => false, duration);

    /// <summary>Runs until the condition holds; false when it does not within the time.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan atMost)
    {
        var end = Clock.Current + atMost;
        while (!condition())
        {
            if (!_agenda.TryPeek(out _, out var next) || next.At > end)
            {
                Clock.Current = end;
                return condition();
            }

            var action = _agenda.Dequeue();
            Clock.Current = next.At;
            action();
        }

        return true;
    }

    /// <summary>All running nodes have the same members, all Up, all reachable, and the same leader.</summary>
    public bool Agrees(params SimNode[] expected)
    {
        var members = expected.Select(n => n.Self).ToImmutableHashSet();
        return expected.All(n => n.IsRunning
            && n.State.Gossip.Nodes.SetEquals(members)
            && n.State.Members.All(m => m.Status == MemberStatus.Up)
            && n.State.Gossip.Reachability.IsAllReachable)
            && expected.Select(n => n.State.Leader).Distinct().Count() == 1;
    }

    public string Describe() => $"seed {Seed} at {Clock.Current - DateTimeOffset.UnixEpoch}:{Environment.NewLine}"
        + string.Join(Environment.NewLine, Nodes.Select(n => $"{n.Self} {n.Node.Phase} running={n.IsRunning} {n.State.Gossip}"));

    private void Every(SimNode node, TimeSpan interval, Action action) => At(interval * (0.5 + (_random.NextDouble() / 2)), () =>
    {
        if (node.IsRunning)
        {
            action();
            Every(node, interval, action);
        }
    });

    private void At(TimeSpan delay, Action action) => _agenda.Enqueue(action, (Clock.Current + delay, _order++));

    private static IClusterMessage Rewritten(IClusterMessage message)
    {
        using var output = new OutputBuffer(256);
        ClusterMessageFormat.Write(output, message);
        var input = new WireReader(output.WrittenSpan);
        return ClusterMessageFormat.Read(ref input, ClusterMessageFormat.ManifestOf(message)!)!;
    }

    private static void WhileRunning(SimNode node, Action action)
    {
        if (node.IsRunning)
        {
            action();
        }
    }
}
