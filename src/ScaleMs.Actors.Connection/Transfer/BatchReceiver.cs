using Akka.Actor;
using Akka.Event;
using Akka.Serialization;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>
/// Reassembles batches from chunks. Owned by one actor, which passes it every <see cref="BatchChunk"/>, handles a completed batch as if it
/// had arrived whole, and calls <see cref="Tick"/> about once a second. Bounded in number and bytes: a transfer for which there is no
/// room is not started, and its sender tries again.
/// </summary>
public sealed class BatchReceiver(ActorSystem system, TransferOptions options, ILoggingAdapter log)
{
    /// <summary>Maximum number of transfers at the same time, one per sender.</summary>
    public const int MaxTransfers = 64;

    // Room for a few of the largest, or for many ordinary ones.
    private const int MaxOfLargest = 4;

    // A sender that missed the last credit resends within seconds; hundreds of transfers may end until then.
    private const int Remembered = 512;

    private readonly Dictionary<Guid, IncomingTransfer> _transfers = [];
    private readonly Dictionary<Guid, int> _completed = [];
    private readonly Queue<Guid> _completedInOrder = [];
    private long _bytes;
    private bool _saidFull;

    private TimeSpan Now => system.Scheduler.MonotonicClock;

    /// <summary>Accepts a chunk and answers it.</summary>
    /// <returns>The batch, if this was its last chunk.</returns>
    public IBatch? OnPart(BatchChunk part, IActorRef from, IActorRef self)
    {
        if (_completed.TryGetValue(part.Transfer, out var count))
        {
            from.Tell(new ChunkCredit(part.Transfer, count), self);
            return null;
        }

        if (!_transfers.TryGetValue(part.Transfer, out var transfer) && (transfer = Begin(part, from)) is null)
        {
            return null;
        }

        if (transfer.Add(part))
        {
            transfer.ProgressAt = Now;
        }

        from.Tell(new ChunkCredit(part.Transfer, transfer.Received), self);
        return transfer.IsComplete ? Complete(part.Transfer, transfer, from) : null;
    }

    /// <summary>Drops stalled transfers.</summary>
    public void Tick()
    {
        foreach (var (id, transfer) in _transfers.Where(entry => Now - entry.Value.ProgressAt >= OutgoingTransfer.GiveUpAfter).ToArray())
        {
            log.Warning(
                "A transfer of {Size} bytes stopped after {Received} chunks and made no progress for {Time}; it is dropped",
                transfer.Size, transfer.Received, OutgoingTransfer.GiveUpAfter);
            Remove(id, transfer);
        }
    }

    private IncomingTransfer? Begin(BatchChunk part, IActorRef from)
    {
        if (part.Index != 0 || !part.IsSound)
        {
            // Its first chunks were lost, or it was dropped here: the sender starts over.
            return null;
        }

        if (part.Size > options.Max + BatchLimits.Overhead)
        {
            log.Warning(
                "{Sender} sends a task of {Size} bytes, but scalems.transfer.max is {Max} here; it is refused: the key must have the same value on all nodes",
                from, part.Size, options.Max);
            return null;
        }

        if (_transfers.Count == MaxTransfers || (_transfers.Count > 0 && _bytes + part.Size > options.Max * MaxOfLargest))
        {
            if (!_saidFull)
            {
                _saidFull = true;
                log.Warning("{Count} transfers of {Bytes} bytes are in progress; {Sender} and others must wait", _transfers.Count, _bytes, from);
            }

            return null;
        }

        _bytes += part.Size;
        var transfer = new IncomingTransfer(part.Size, part.Manifest);
        _transfers.Add(part.Transfer, transfer);
        return transfer;
    }

    private IBatch? Complete(Guid id, IncomingTransfer transfer, IActorRef from)
    {
        Remove(id, transfer);
        TransferMetrics.Received(TransferMetrics.Chunks, transfer.Began, transfer.Size);
        _completed.Add(id, transfer.Received);
        _completedInOrder.Enqueue(id);
        if (_completedInOrder.Count > Remembered)
        {
            _completed.Remove(_completedInOrder.Dequeue());
        }

        try
        {
            var serializer = (SerializerWithStringManifest)system.Serialization.FindSerializerForType(typeof(IBatch));
            return (IBatch)serializer.FromBinary(transfer.Content, transfer.Manifest);
        }
        catch (Exception error)
        {
            // Same as for an unreadable message that arrives whole: logged and dropped.
            log.Error(error, "{Sender} sent {Size} bytes in chunks that do not form a batch", from, transfer.Size);
            return null;
        }
    }

    private void Remove(Guid id, IncomingTransfer transfer)
    {
        _transfers.Remove(id);
        _bytes -= transfer.Size;
        _saidFull = false;
    }
}
