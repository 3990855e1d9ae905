using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class PacketTests
{
    [Fact]
    public void A_header_is_read_as_it_was_written() => Assert.All(Enum.GetValues<PacketKind>(), static kind =>
    {
        var header = new RankPacket(kind, uint.MaxValue, TypeCode.Double);
        if (header.HasChannel)
        {
            header = header with { Channel = new Channel(long.MinValue + 5, -7), Length = int.MaxValue };
        }

        var packet = new byte[header.Size + 2];
        header.Format(packet);
        packet[^1] = 9;
        Assert.Equal(header, RankPacket.Parse(packet, out var content));
        Assert.Equal([0, 9], content.ToArray());
    });

    [Theory]
    [InlineData()]
    [InlineData(1, 0, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData(10, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128)]
    public void What_is_not_a_packet_is_refused(params int[] bytes) =>
        Assert.Throws<ProtocolException>(() => RankPacket.Parse([.. bytes.Select(static value => (byte)value)], out _));

    [Fact]
    public void A_part_of_no_message_and_one_that_is_too_long_are_refused()
    {
        var endpoint = new RankEndpoint(0, 2, new RecordingWire());
        Assert.Throws<ProtocolException>(() => endpoint.Received(1, Packet(new RankPacket(PacketKind.Part, 1), 5)));
        endpoint.Received(1, Packet(new RankPacket(PacketKind.Message, 1, Length: 8), 5));
        Assert.Throws<ProtocolException>(() => endpoint.Received(1, Packet(new RankPacket(PacketKind.Part, 1), 5)));
        Assert.Throws<ProtocolException>(() => endpoint.Received(1, Packet(new RankPacket(PacketKind.Message, 2, Length: 8), 9)));
    }

    private static byte[] Packet(RankPacket header, int content)
    {
        var packet = new byte[header.Size + content];
        header.Format(packet);
        return packet;
    }
}
