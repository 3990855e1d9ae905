using System.Collections.Immutable;
using Akka.Cluster.Protocol;
using Akka.Remote.Wire;

namespace Akka.Cluster.Serialization;

/// <summary>The fields of each message, beside one letter for its kind.</summary>
internal static class ClusterMessageFormat
{
    public static string? ManifestOf(object message) => message switch
    {
        Heartbeat => "H",
        HeartbeatRsp => "R",
        GossipStatus => "S",
        GossipEnvelope => "G",
        InitJoin => "I",
        InitJoinAck => "A",
        InitJoinNack => "N",
        Join => "J",
        Welcome => "W",
        ExitingConfirmed => "X",
        _ => null,
    };

    public static void Write(OutputBuffer output, IClusterMessage message)
    {
        switch (message)
        {
            case Heartbeat m:
                AddressFormat.Write(output, m.From);
                break;
            case HeartbeatRsp m:
                AddressFormat.Write(output, m.From);
                break;
            case GossipStatus m:
                WritePair(output, m.From, m.To);
                GossipFormat.WriteClock(output, m.Version);
                break;
            case GossipEnvelope m:
                WritePair(output, m.From, m.To);
                GossipFormat.Write(output, m.Gossip);
                break;
            case InitJoin m:
                AddressFormat.Write(output, m.From);
                break;
            case InitJoinAck m:
                WritePair(output, m.From, m.To);
                break;
            case InitJoinNack m:
                WritePair(output, m.From, m.To);
                break;
            case Join m:
                WriteJoin(output, m);
                break;
            case Welcome m:
                WritePair(output, m.From, m.To);
                GossipFormat.Write(output, m.Gossip);
                break;
            case ExitingConfirmed m:
                AddressFormat.Write(output, m.Node);
                break;
            default:
                throw new ArgumentException($"There is no format for a [{message.GetType()}].", nameof(message));
        }
    }

    public static IClusterMessage? Read(ref WireReader input, string manifest)
    {
        switch (manifest)
        {
            case "H":
                return new Heartbeat(AddressFormat.Read(ref input));
            case "R":
                return new HeartbeatRsp(AddressFormat.Read(ref input));
            case "I":
                return new InitJoin(AddressFormat.Read(ref input));
            case "X":
                return new ExitingConfirmed(AddressFormat.Read(ref input));
            case "J":
                return ReadJoin(ref input);
            case "S" or "G" or "A" or "N" or "W":
                var from = AddressFormat.Read(ref input);
                var to = AddressFormat.Read(ref input, from.Address);
                return manifest switch
                {
                    "S" => new GossipStatus(from, to, GossipFormat.ReadClock(ref input)),
                    "G" => new GossipEnvelope(from, to, GossipFormat.Read(ref input)),
                    "A" => new InitJoinAck(from, to),
                    "N" => new InitJoinNack(from, to),
                    _ => new Welcome(from, to, GossipFormat.Read(ref input)),
                };
            default:
                return null;
        }
    }

    private static void WritePair(OutputBuffer output, UniqueAddress from, UniqueAddress to)
    {
        AddressFormat.Write(output, from);
        AddressFormat.Write(output, to, from.Address);
    }

    private static void WriteJoin(OutputBuffer output, Join join)
    {
        AddressFormat.Write(output, join.Node);
        output.WriteString(join.AppVersion.Version);
        output.WriteVarint((ulong)join.Roles.Count);
        foreach (var role in join.Roles)
        {
            output.WriteString(role);
        }
    }

    private static Join ReadJoin(ref WireReader input)
    {
        var node = AddressFormat.Read(ref input);
        var version = GossipFormat.ReadAppVersion(input.ReadString());
        var roles = ImmutableHashSet.CreateBuilder<string>();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            roles.Add(input.ReadString());
        }

        return new Join(node, roles.ToImmutable(), version);
    }
}
