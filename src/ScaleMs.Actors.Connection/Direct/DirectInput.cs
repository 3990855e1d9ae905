using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using Akka.Actor;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>The receiving side of a direct connection.</summary>
/// <param name="stream">Open.</param>
/// <param name="provider">Finds the receivers.</param>
/// <param name="budget">Bounds what is received on all connections.</param>
/// <param name="largest">Most bytes of a frame.</param>
internal sealed class DirectInput(Stream stream, IActorRefProvider provider, ByteBudget budget, long largest)
{
    // Holds many short frames; a node may have hundreds of connections. The rest of a longer frame is read to where it stays.
    private const int BufferSize = 16 * 1024;

    // Shorter frames are as many as other messages.
    private const int Counted = 128 * 1024;

    // As much as the opening needs; more only for one who has begun as he should.
    private byte[] _buffer = new byte[64];
    private int _from;
    private int _to;

    /// <summary>Hands over what arrives, until the other side closes the connection.</summary>
    /// <param name="opening">What it has to begin with.</param>
    /// <param name="end">Ends it.</param>
    /// <exception cref="ProtocolException">The other side does not keep to the protocol.</exception>
    /// <exception cref="IOException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">It was ended, or stands still in the middle of a frame.</exception>
    public async Task RunAsync(byte[] opening, CancellationToken end)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(end);
        if (!await HasAsync(opening.Length, DirectFrame.Patience, deadline).ConfigureAwait(false)
            || !CryptographicOperations.FixedTimeEquals(_buffer.AsSpan(_from, opening.Length), opening))
        {
            throw new ProtocolException("it does not begin as this node has told its peers");
        }

        _from += opening.Length;
        Array.Resize(ref _buffer, BufferSize);
        while (true)
        {
            if (!await HasAsync(1, Timeout.InfiniteTimeSpan, deadline).ConfigureAwait(false))
            {
                return;
            }

            if (!await HasAsync(DirectFrame.Prefix, DirectFrame.Patience, deadline).ConfigureAwait(false))
            {
                throw new EndOfStreamException();
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_from));
            if (length <= 0 || length > largest)
            {
                throw new ProtocolException($"it sends {(uint)length} bytes at once, and scalems.transfer.max allows {largest} here; the key must have the same value on all nodes");
            }

            _from += DirectFrame.Prefix;
            await ReceiveAsync(length, deadline).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(int length, CancellationTokenSource deadline)
    {
        var counts = length > Counted;
        if (counts)
        {
            deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            await budget.TakeAsync(length).ConfigureAwait(false);
        }

        try
        {
            var began = counts ? Stopwatch.GetTimestamp() : 0;
            var frame = GC.AllocateUninitializedArray<byte>(length);
            var read = Math.Min(length, _to - _from);
            _buffer.AsSpan(_from, read).CopyTo(frame);
            _from += read;
            while (read < length)
            {
                deadline.CancelAfter(DirectFrame.Patience);
                var count = await stream.ReadAsync(frame.AsMemory(read), deadline.Token).ConfigureAwait(false);
                read += count > 0 ? count : throw new EndOfStreamException();
            }

            if (counts)
            {
                TransferMetrics.Received(TransferMetrics.Direct, began, length);
            }

            DirectFrame.Deliver(frame, provider);
        }
        finally
        {
            if (counts)
            {
                budget.Return(length);
            }
        }
    }

    /// <summary>Reads until the buffer holds at least that many bytes. False = the connection was closed first.</summary>
    private async ValueTask<bool> HasAsync(int count, TimeSpan patience, CancellationTokenSource deadline)
    {
        while (_to - _from < count)
        {
            if (_from > 0)
            {
                _buffer.AsSpan(_from.._to).CopyTo(_buffer);
                (_from, _to) = (0, _to - _from);
            }

            deadline.CancelAfter(patience);
            var read = await stream.ReadAsync(_buffer.AsMemory(_to), deadline.Token).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _to += read;
        }

        return true;
    }
}
