using ScaleMs.Actors.Worker.Ranks.Messages;

namespace ScaleMs.Actors.Worker.Tests.Ranks;

/// <summary>Leads nowhere, and records the headers.</summary>
internal sealed class RecordingWire : IRankTransport
{
    public List<RankPacket> Sent { get; } = [];

    public void Send(int to, ReadOnlySpan<byte> packet) => Sent.Add(RankPacket.Parse(packet, out _));
}
