using ScaleMs.Actors.Worker.Communication.Messages;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Sends packets of ranks on a thread of its own: the thread that reads frames sends packets too, and must go on reading while the worker does
/// not, or two processes could wait for each other. What waits here is bounded by the ranks' own flow control.
/// </summary>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class PacketSender(FrameOutput frames)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly Lock _order = new();
    private readonly AutoResetEvent _news = new(false);
    private FrameBuffer _waiting = new();
    private FrameBuffer _sending = new();
    private bool _started;

    /// <summary>The way from one rank to the others.</summary>
    public IRankTransport Of(uint sequence) => new Transport(this, sequence);

    /// <summary>Sends what waits. When it returns, all packets from before are sent: those of a rank come before its end.</summary>
    public void SendRest()
    {
        lock (_order)
        {
            lock (_gate)
            {
                (_waiting, _sending) = (_sending, _waiting);
            }

            if (!_sending.IsEmpty)
            {
                frames.Send(_sending);
                _sending.Clear();
            }
        }
    }

    private void Add(PacketFrame packet)
    {
        lock (_gate)
        {
            _waiting.Add(FrameKind.PacketFrom, packet);
            if (!_started)
            {
                _started = true;
                new Thread(SendAll) { IsBackground = true, Name = $"{Leftovers.RuntimeThread}packets" }.Start();
            }
        }

        _news.Set();
    }

    private void SendAll()
    {
        while (true)
        {
            _news.WaitOne();
            SendRest();
        }
    }

    private sealed class Transport(PacketSender sender, uint sequence) : IRankTransport
    {
        public void Send(int to, ReadOnlySpan<byte> packet) => sender.Add(new PacketFrame(sequence, to, packet));
    }
}
