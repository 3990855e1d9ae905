using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Tests.Communication;

/// <summary>Leads nowhere, and records the headers.</summary>
internal sealed class RecordingWire : IRankTransport
{
    public List<RankPacket> Sent { get; } = [];

    public void Send(int to, ReadOnlySpan<byte> packet) => Sent.Add(RankPacket.Parse(packet, out _));
}
