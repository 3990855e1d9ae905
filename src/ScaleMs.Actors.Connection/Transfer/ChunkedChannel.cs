using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Exchanges batches with other processes, large ones in chunks. Owned by one actor, see <see cref="BatchActor"/>.</summary>
/// <param name="system">The owner's system.</param>
/// <param name="options">Size limits.</param>
/// <param name="log">The owner's log.</param>
/// <param name="self">The actor that appears as the sender of messages.</param>
/// <param name="owner">The owner.</param>
public sealed class ChunkedChannel(ActorSystem system, TransferOptions options, ILoggingAdapter log, IActorRef self, IActorRef owner)
{
    private readonly BatchSender _sender = new(system, log, owner);
    private readonly BatchReceiver _receiver = new(system, options, log);

    /// <inheritdoc cref="BatchSender.Pending"/>
    public int Pending => _sender.Pending;

    /// <inheritdoc cref="LargeRows.Split"/>
    public IEnumerable<BatchPiece> Split(IBatch batch) => LargeRows.Split(batch, options.Inline);

    /// <summary>Sends a batch, in pieces if some of its rows are large.</summary>
    /// <inheritdoc cref="BatchSender.Tell"/>
    public void Tell(IActorRef to, IBatch batch)
    {
        if (to.IsLocal())
        {
            to.Tell(batch, self);
            return;
        }

        foreach (var piece in Split(batch))
        {
            _sender.Tell(to, piece, self, directly: true);
        }
    }

    /// <inheritdoc cref="BatchSender.Tell"/>
    public void Tell(IActorRef to, in BatchPiece piece, bool directly) => _sender.Tell(to, piece, self, directly);

    /// <inheritdoc cref="BatchSender.IsDirect"/>
    public bool IsDirect(IActorRef to) => _sender.IsDirect(to);

    /// <inheritdoc cref="BatchSender.IsSendingTo"/>
    public bool IsSendingTo(IActorRef to) => _sender.IsSendingTo(to);

    /// <inheritdoc cref="BatchSender.Forget"/>
    public void Forget(IActorRef to) => _sender.Forget(to);

    /// <summary>Handles the messages of transfers.</summary>
    /// <returns>The message for the owner to handle: the message itself, or the batch it completes; null = none.</returns>
    public object? Receive(object message, IActorRef from)
    {
        switch (message)
        {
            case BatchChunk part:
                return _receiver.OnPart(part, from, self);
            case ChunkCredit credit:
                _sender.OnCredit(credit);
                return null;
            case DirectlySent sent:
                _sender.OnDirectlySent(sent, self);
                return null;
            default:
                return message;
        }
    }

    /// <summary>To be called about once a second.</summary>
    public void OnTick()
    {
        _sender.Tick();
        _receiver.Tick();
    }
}
