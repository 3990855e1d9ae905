using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Remote.Wire;

namespace Akka.Cluster.Serialization;

/// <summary>
/// The gossip on the wire: one table of nodes (members first, then tombstones) and one of texts (roles, versions),
/// then everything by index. About 40 bytes a member.
/// </summary>
internal static partial class GossipFormat
{
    public static void Write(OutputBuffer output, Gossip gossip)
    {
        List<UniqueAddress> nodes = [.. gossip.Members.Select(m => m.UniqueAddress), .. gossip.Tombstones.Keys];
        var indexOf = nodes.Select((node, index) => (node, index)).ToDictionary(n => n.node, n => (ulong)n.index);
        var texts = gossip.Members.SelectMany(m => m.Roles.Append(m.AppVersion.Version)).Distinct().ToList();

        output.WriteVarint((ulong)nodes.Count);
        Address? previous = null;
        foreach (var node in nodes)
        {
            AddressFormat.Write(output, node, previous);
            previous = node.Address;
        }

        output.WriteVarint((ulong)texts.Count);
        texts.ForEach(output.WriteString);

        output.WriteVarint((ulong)gossip.Members.Count);
        foreach (var member in gossip.Members)
        {
            WriteMember(output, member, texts);
        }

        output.WriteVarint((ulong)gossip.Overview.Seen.Count);
        foreach (var node in gossip.Overview.Seen)
        {
            output.WriteVarint(indexOf[node]);
        }

        WriteReachability(output, gossip.Reachability, indexOf);
        WriteClock(output, gossip.Version);
        foreach (var node in nodes.Skip(gossip.Members.Count))
        {
            output.WriteVarint((ulong)gossip.Tombstones[node].ToUnixTimeMilliseconds());
        }
    }

    public static void WriteClock(OutputBuffer output, VectorClock clock)
    {
        output.WriteVarint((ulong)clock.Versions.Count);
        foreach (var (node, version) in clock.Versions)
        {
            output.WriteString(node.ToString());
            output.WriteVarint((ulong)version);
        }
    }

    private static void WriteMember(OutputBuffer output, Member member, List<string> texts)
    {
        output.WriteByte((byte)member.Status);
        output.WriteVarint(member.UpNumber == Member.NotYetUp ? 0 : (ulong)member.UpNumber);
        output.WriteVarint((ulong)texts.IndexOf(member.AppVersion.Version));
        output.WriteVarint((ulong)member.Roles.Count);
        foreach (var role in member.Roles)
        {
            output.WriteVarint((ulong)texts.IndexOf(role));
        }
    }

    private static void WriteReachability(OutputBuffer output, Reachability reachability, Dictionary<UniqueAddress, ulong> indexOf)
    {
        output.WriteVarint((ulong)reachability.Rows.Count);
        foreach (var (observer, row) in reachability.Rows)
        {
            output.WriteVarint(indexOf[observer]);
            output.WriteVarint((ulong)row.Version);
            output.WriteVarint((ulong)row.Subjects.Count);
            foreach (var (subject, status) in row.Subjects)
            {
                output.WriteVarint(indexOf[subject]);
                output.WriteByte((byte)status);
            }
        }
    }
}
