using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Ranks;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>The way to a rank that runs in a slot's process.</summary>
/// <param name="process">The process.</param>
/// <param name="sequence">The rank's number there.</param>
internal sealed class ProcessPort(SlotProcess process, uint sequence) : IRankPort
{
    private readonly FrameBuffer _frames = new();

    public void Deliver(int from, ReadOnlySpan<byte> packet)
    {
        _frames.Add(FrameKind.PacketTo, new PacketFrame(sequence, from, packet));
        Send();
    }

    public void Ended(int rank, RankFate fate)
    {
        _frames.Add(new RankEndedFrame(sequence, rank));
        Send();
    }

    private void Send()
    {
        process.Send(_frames);
        _frames.Clear();
    }
}
