using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Cluster.Serialization;

/// <summary>
/// Addresses on the wire. In a list each names only what differs from the one before it:
/// nodes of one cluster share protocol and system, those of one machine the host too.
/// </summary>
internal static class AddressFormat
{
    private const byte SameSystem = 1;
    private const byte SameHost = 2;
    private const byte HasHost = 4;
    private const byte HasPort = 8;

    public static void Write(OutputBuffer output, UniqueAddress node, Address? previous = null)
    {
        var address = node.Address;
        var flags = 0;
        flags |= previous is not null && previous.Protocol == address.Protocol && previous.System == address.System ? SameSystem : 0;
        flags |= address.Host is null ? 0 : HasHost;
        flags |= previous is not null && previous.Host == address.Host ? SameHost : 0;
        flags |= address.Port is null ? 0 : HasPort;
        output.WriteByte((byte)flags);
        if ((flags & SameSystem) == 0)
        {
            output.WriteString(address.Protocol);
            output.WriteString(address.System);
        }

        if (address.Host is not null && (flags & SameHost) == 0)
        {
            output.WriteString(address.Host);
        }

        if (address.Port is { } port)
        {
            output.WriteVarint((ulong)port);
        }

        output.WriteSignedVarint(node.Uid);
    }

    public static UniqueAddress Read(ref WireReader input, Address? previous = null)
    {
        var flags = input.ReadByte();
        var sameSystem = (flags & SameSystem) != 0;
        var sameHost = (flags & SameHost) != 0;
        if ((sameSystem || sameHost) && previous is null)
        {
            throw new WireFormatException("The first address of a list refers to one before it.");
        }

        var protocol = sameSystem ? previous!.Protocol : input.ReadString();
        var system = sameSystem ? previous!.System : input.ReadString();
        var host = (flags & HasHost) == 0 ? null : sameHost ? previous!.Host : input.ReadString();
        int? port = (flags & HasPort) == 0 ? null : ReadPort(ref input);
        return new UniqueAddress(new Address(protocol, system, host, port), input.ReadInt32());
    }

    private static int ReadPort(ref WireReader input)
    {
        var port = input.ReadVarint();
        return port <= ushort.MaxValue ? (int)port : throw new WireFormatException($"There is no port {port}.");
    }
}
