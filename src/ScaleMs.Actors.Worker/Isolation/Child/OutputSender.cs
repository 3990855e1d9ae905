using System.Text;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Sends what one task prints while it runs: at once at the end of a line or after some thousand characters, so that little is
/// lost if the process dies right after; the rest when <see cref="Flush"/> is called.
/// </summary>
internal sealed class OutputSender(uint sequence, FrameOutput frames) : IOutputListener
{
    private const int MostPending = 4096;

    private readonly Lock _gate = new();
    private readonly Stream _out = new();
    private readonly Stream _error = new();
    private bool _closed;

    public void Printed(OutputStream stream, ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            var pending = stream == OutputStream.Out ? _out : _error;
            pending.Text.Append(text);
            if (pending.Text.Length >= MostPending || text.Contains('\n'))
            {
                Send_NeedsLock(stream, pending);
            }
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            Send_NeedsLock(OutputStream.Out, _out);
            Send_NeedsLock(OutputStream.Error, _error);
        }
    }

    /// <summary>Stops sending: the task has ended, and its record has all of its output.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private void Send_NeedsLock(OutputStream stream, Stream pending)
    {
        if (pending.Text.Length == 0 || _closed)
        {
            return;
        }

        foreach (var chunk in pending.Text.ToString().Chunk(MostPending))
        {
            var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(chunk.Length)];
            var length = pending.Encoder.GetBytes(chunk, utf8, flush: false);
            frames.Send(new OutputFrame(sequence, stream, utf8.AsMemory(0, length)));
        }

        pending.Text.Clear();
    }

    private sealed class Stream
    {
        public StringBuilder Text { get; } = new();

        /// <summary>Keeps the first half of a character whose second half comes with the next chunk.</summary>
        public Encoder Encoder { get; } = Encoding.UTF8.GetEncoder();
    }
}
