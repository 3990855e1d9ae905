using System.Buffers.Binary;
using System.Globalization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>
/// The header of a packet, little-endian: kind (1), form (1), two bytes of 0, number (4); with a channel, also context (8), tag (4) and
/// length (4). The content follows.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">See <see cref="PacketKind"/>.</param>
/// <param name="Form">What the message consists of: elements of this type, or <see cref="TypeCode.Empty"/> for a value as JSON.</param>
/// <param name="Channel">Only if <see cref="HasChannel"/>.</param>
/// <param name="Length">The message's length in bytes, only if <see cref="HasChannel"/>.</param>
internal readonly record struct RankPacket(PacketKind Kind, uint Number, TypeCode Form = TypeCode.Empty, Channel Channel = default, int Length = 0)
{
    /// <summary>
    /// The longest packet in bytes, with its header. With 256 bytes for what a transport adds (a frame's header, the ranks, the task) it is
    /// 64 KiB, the capacity of a pipe.
    /// </summary>
    public const int MostBytes = (64 * 1024) - 256;

    /// <summary>Size in bytes of a header with a channel.</summary>
    public const int LongHeader = 24;

    /// <summary>Size in bytes of a header without.</summary>
    public const int ShortHeader = 8;

    /// <summary>The most content of a packet in bytes, with either header: 65,256, a multiple of 8.</summary>
    public const int MostContent = MostBytes - LongHeader;

    public bool HasChannel => Kind is PacketKind.Message or PacketKind.Announcement or PacketKind.Failure;

    /// <summary>Size of the header in bytes.</summary>
    public int Size => HasChannel ? LongHeader : ShortHeader;

    public void Format(Span<byte> destination)
    {
        destination[0] = (byte)Kind;
        destination[1] = (byte)Form;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Number);
        if (HasChannel)
        {
            BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Channel.Context);
            BinaryPrimitives.WriteInt32LittleEndian(destination[16..], Channel.Tag);
            BinaryPrimitives.WriteInt32LittleEndian(destination[20..], Length);
        }
    }

    /// <summary>Reads the header; the content is a part of the packet.</summary>
    /// <exception cref="ProtocolException">Not a packet.</exception>
    public static RankPacket Parse(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> content)
    {
        if (packet.Length < ShortHeader || packet[0] is < (byte)PacketKind.Message or > (byte)PacketKind.Failure)
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a packet of {packet.Length} bytes between ranks has no known kind"));
        }

        var header = new RankPacket((PacketKind)packet[0], BinaryPrimitives.ReadUInt32LittleEndian(packet[4..]), (TypeCode)packet[1]);
        if (packet.Length < header.Size)
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a packet of {packet.Length} bytes between ranks ends before its header does"));
        }

        content = packet[header.Size..];
        if (!header.HasChannel)
        {
            return header;
        }

        var channel = new Channel(BinaryPrimitives.ReadInt64LittleEndian(packet[8..]), BinaryPrimitives.ReadInt32LittleEndian(packet[16..]));
        var length = BinaryPrimitives.ReadInt32LittleEndian(packet[20..]);
        return length >= 0
            ? header with { Channel = channel, Length = length }
            : throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"a message between ranks cannot have {(uint)length} bytes"));
    }
}
