using System.Collections.Immutable;
using Akka.Cluster.Membership;
using Akka.Remote.Wire;
using Akka.Util;

namespace Akka.Cluster.Serialization;

// Every list is read item by item and every item takes at least a byte of the input,
// so what a hostile gossip can make us allocate is bounded by its own size.
internal static partial class GossipFormat
{
    private static readonly ulong LatestTime = (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static Gossip Read(ref WireReader input)
    {
        var nodes = ReadNodes(ref input);
        var texts = new List<string>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            texts.Add(input.ReadString());
        }

        var memberCount = ReadCount(ref input, nodes.Count);
        var members = new List<Member>();
        while (members.Count < memberCount)
        {
            members.Add(ReadMember(ref input, nodes[members.Count], texts));
        }

        var seen = new HashSet<UniqueAddress>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            seen.Add(Item(ref input, nodes));
        }

        var reachability = ReadReachability(ref input, nodes);
        var version = ReadClock(ref input);
        var tombstones = ImmutableDictionary.CreateBuilder<UniqueAddress, DateTimeOffset>();
        foreach (var node in nodes.Skip(memberCount))
        {
            tombstones[node] = DateTimeOffset.FromUnixTimeMilliseconds((long)Limited(ref input, LatestTime, "a time"));
        }

        return Gossip.Create(members, seen, reachability, version, tombstones.ToImmutable());
    }

    public static VectorClock ReadClock(ref WireReader input)
    {
        var versions = ImmutableSortedDictionary.CreateBuilder<VectorClock.Node, long>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            var node = VectorClock.Node.FromHash(input.ReadString());
            versions[node] = (long)Limited(ref input, long.MaxValue, "a version");
        }

        return VectorClock.Create(versions.ToImmutable());
    }

    public static AppVersion ReadAppVersion(string text)
    {
        try
        {
            return AppVersion.Create(text);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            throw new WireFormatException($"[{text}] is no application version: {e.Message}");
        }
    }

    private static List<UniqueAddress> ReadNodes(ref WireReader input)
    {
        var nodes = new List<UniqueAddress>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            nodes.Add(AddressFormat.Read(ref input, nodes.Count == 0 ? null : nodes[^1].Address));
        }

        return nodes;
    }

    private static Member ReadMember(ref WireReader input, UniqueAddress node, List<string> texts)
    {
        var status = (MemberStatus)input.ReadByte();
        if (!Enum.IsDefined(status))
        {
            throw new WireFormatException($"There is no member status {(int)status}.");
        }

        var upNumber = (int)Limited(ref input, int.MaxValue, "an up-number");
        var version = ReadAppVersion(Item(ref input, texts));
        var roles = ImmutableHashSet.CreateBuilder<string>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            roles.Add(Item(ref input, texts));
        }

        return Member.Create(node, upNumber == 0 ? Member.NotYetUp : upNumber, status, roles.ToImmutable(), version);
    }

    private static Reachability ReadReachability(ref WireReader input, List<UniqueAddress> nodes)
    {
        var rows = new Dictionary<UniqueAddress, ObserverRow>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            var observer = Item(ref input, nodes);
            var version = (long)Limited(ref input, long.MaxValue, "a version");
            var subjects = ImmutableDictionary.CreateBuilder<UniqueAddress, ReachabilityStatus>();
            for (var more = input.ReadLength(); more > 0; more--)
            {
                var subject = Item(ref input, nodes);
                var status = (ReachabilityStatus)input.ReadByte();
                subjects[subject] = status is ReachabilityStatus.Unreachable or ReachabilityStatus.Terminated
                    ? status
                    : throw new WireFormatException($"A gossip lists a node with reachability {(int)status}.");
            }

            rows[observer] = new ObserverRow(version, subjects.ToImmutable());
        }

        return Reachability.Create(rows);
    }

    private static T Item<T>(ref WireReader input, List<T> table) => table[ReadIndex(ref input, table.Count)];

    private static int ReadIndex(ref WireReader input, int count)
    {
        var index = input.ReadVarint();
        return index < (ulong)count ? (int)index : throw new WireFormatException($"A gossip refers to item {index} of {count}.");
    }

    private static int ReadCount(ref WireReader input, int most) => (int)Limited(ref input, (ulong)most, "a number of members");

    private static ulong Limited(ref WireReader input, ulong most, string what)
    {
        var value = input.ReadVarint();
        return value <= most ? value : throw new WireFormatException($"{value} is too much for {what}.");
    }
}
