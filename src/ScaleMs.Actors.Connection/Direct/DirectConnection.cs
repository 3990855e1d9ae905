using System.Threading.Channels;
using Akka.Actor;
using ScaleMs.Actors.Connection.Transfer;
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

    private readonly Channel<Outgoing> _queue = Channel.CreateUnbounded<Outgoing>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private readonly Stream _stream;
    private readonly Address _self;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _buffered;

    /// <summary>Takes over an open connection.</summary>
    /// <param name="stream">Owned by this object from now on.</param>
    /// <param name="self">The address of this node.</param>
    internal DirectConnection(Stream stream, Address self)
    {
        (_stream, _self) = (stream, self);
        Closed = Task.Run(RunAsync);
    }

    /// <summary>Completed when the connection is closed or broken.</summary>
    public Task Closed { get; }

    /// <summary>Sends a batch. Its payloads are not copied, and must not change.</summary>
    /// <param name="to">An actor of the node.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The sender that the receiver sees; null = none.</param>
    /// <param name="sent">Called when the batch has been handed to the network (true), or may be lost (false).</param>
    /// <returns>False = the connection is closed, and <paramref name="sent"/> is not called.</returns>
    public bool TrySend(IActorRef to, IBatch batch, IActorRef? from, Action<bool>? sent = null)
    {
        var payloads = new List<ReadOnlyMemory<byte>>(1);
        var sender = from is null ? "" : from.Path.ToSerializationFormatWithAddress(_self);
        var start = DirectFrame.Format(to.Path.ToSerializationFormat(), sender, batch, payloads);
        return _queue.Writer.TryWrite(new Outgoing(start, payloads, sent));
    }

    internal void Close() => _end.Cancel();

    private async Task RunAsync()
    {
        var (writing, watching) = (WriteAsync(), WatchAsync());
        await Task.WhenAny(writing, watching).ConfigureAwait(false);
        _queue.Writer.TryComplete();
        await _end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(writing, watching).ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        while (_queue.Reader.TryRead(out var unsent))
        {
            unsent.Sent?.Invoke(false);
        }
    }

    private async Task WriteAsync()
    {
        var written = new List<Action<bool>>();
        var success = false;
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_end.Token).ConfigureAwait(false))
            {
                while (_queue.Reader.TryRead(out var next))
                {
                    if (next.Sent is not null)
                    {
                        written.Add(next.Sent);
                    }

                    await WriteAsync(next.Start).ConfigureAwait(false);
                    foreach (var payload in next.Payloads)
                    {
                        await WriteAsync(payload).ConfigureAwait(false);
                    }
                }

                await FlushAsync().ConfigureAwait(false);
                written.ForEach(static sent => sent(true));
                written.Clear();
            }

            success = true;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is broken, was closed, or stands still.
        }

        written.ForEach(sent => sent(success));
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
        _end.CancelAfter(OutgoingTransfer.GiveUpAfter);
        await writing.ConfigureAwait(false);
        _end.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Returns when the other side has closed the connection: it never sends anything.</summary>
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
    }

    private readonly record struct Outgoing(byte[] Start, List<ReadOnlyMemory<byte>> Payloads, Action<bool>? Sent);
}
