using System.Buffers;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>A connection to another node that carries only batches. What is sent arrives in order, until the connection breaks.</summary>
#pragma warning disable CA1001 // A source without a wait handle holds only memory, and its timer ends with the last write.
public sealed class DirectConnection
#pragma warning restore CA1001
{
    // Small frames that wait are written together; it holds a packet between ranks with all that surrounds it.
    private const int BufferSize = 128 * 1024;

    // A large payload is written in pieces, of which each has to get on within the deadline.
    private const int PieceSize = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Stream _stream;
    private readonly Address _self;
    private byte[] _buffer = [];
    private List<Outgoing> _queue = [];
    private bool _isWriting;
    private bool _isClosed;
    private int _buffered;

    /// <summary>Takes over an open connection.</summary>
    /// <param name="stream">Owned by this object from now on.</param>
    /// <param name="self">The address of this node.</param>
    internal DirectConnection(Stream stream, Address self)
    {
        (_stream, _self) = (stream, self);
        Closed = Task.Run(WatchAsync);
    }

    /// <summary>Completed when the connection is closed or broken.</summary>
    public Task Closed { get; }

    /// <summary>Sends a batch. Its payloads are not copied, and must not change.</summary>
    /// <param name="to">An actor of the node.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The sender that the receiver sees; null = none.</param>
    /// <param name="sent">Called on any thread when the batch has been handed to the network (true), or may be lost (false).</param>
    /// <returns>False = the connection is closed, and <paramref name="sent"/> is not called.</returns>
    public bool TrySend(IActorRef to, IBatch batch, IActorRef? from, Action<bool>? sent = null)
    {
        var payloads = new List<ReadOnlyMemory<byte>>(1);
        var sender = from is null ? "" : from.Path.ToSerializationFormatWithAddress(_self);
        var next = new Outgoing(DirectFrame.Format(to.Path.ToSerializationFormat(), sender, batch, payloads), payloads, sent);
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            if (_isWriting)
            {
                _queue.Add(next);
                return true;
            }

            _isWriting = true;
        }

        // On this thread if it is short, so that no other has to wake up for it: a socket takes that without waiting.
        _ = next.IsShort ? WriteAsync([next]) : Task.Run(() => WriteAsync([next]));
        return true;
    }

    internal void Close() => _end.Cancel();

    /// <summary>Writes these, then what has come up meanwhile.</summary>
    private async Task WriteAsync(List<Outgoing> frames)
    {
        while (true)
        {
            var success = await TryWriteAsync(frames).ConfigureAwait(false);
            frames.ForEach(frame => frame.Sent?.Invoke(success));
            if (!success)
            {
                // Fails the rest.
                Close();
                return;
            }

            lock (_gate)
            {
                if (_queue.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (frames, _queue) = (_queue, []);
            }

            // Not on the thread of a sender, which would write for the others for as long as they send.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private async ValueTask<bool> TryWriteAsync(List<Outgoing> frames)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var frame in frames)
            {
                await WriteAsync(frame.Start).ConfigureAwait(false);
                foreach (var payload in frame.Payloads)
                {
                    await WriteAsync(payload).ConfigureAwait(false);
                }
            }

            await FlushAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is broken, was closed, or stands still.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffered = 0;
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > BufferSize - _buffered)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        if (bytes.Length <= BufferSize)
        {
            bytes.CopyTo(_buffer.AsMemory(_buffered));
            _buffered += bytes.Length;
            return;
        }

        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(bytes.Length, PieceSize)];
            await WriteNowAsync(piece).ConfigureAwait(false);
            bytes = bytes[piece.Length..];
        }
    }

    private async ValueTask FlushAsync()
    {
        if (_buffered > 0)
        {
            await WriteNowAsync(_buffer.AsMemory(0, _buffered)).ConfigureAwait(false);
            _buffered = 0;
        }
    }

    private async ValueTask WriteNowAsync(ReadOnlyMemory<byte> bytes)
    {
        var writing = _stream.WriteAsync(bytes, _end.Token);
        if (writing.IsCompletedSuccessfully)
        {
            return;
        }

        // Only a write that has to wait needs the deadline.
        _end.CancelAfter(DirectFrame.Patience);
        await writing.ConfigureAwait(false);
        _end.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits until the connection ends; the other side never sends anything.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await _stream.ReadExactlyAsync(new byte[1], _end.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // As expected.
        }

        List<Outgoing> unsent;
        lock (_gate)
        {
            _isClosed = true;
            (unsent, _queue) = (_queue, []);
        }

        await _end.CancelAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        unsent.ForEach(static frame => frame.Sent?.Invoke(false));
    }

    private readonly record struct Outgoing(byte[] Start, List<ReadOnlyMemory<byte>> Payloads, Action<bool>? Sent)
    {
        public bool IsShort => Start.Length + Payloads.Sum(static payload => payload.Length) <= BufferSize;
    }
}
