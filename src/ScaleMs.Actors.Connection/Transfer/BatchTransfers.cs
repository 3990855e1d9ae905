using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>Both directions, for an actor that sends batches and receives them.</summary>
public sealed class BatchTransfers(ActorSystem system, TransferOptions options, ILoggingAdapter log)
{
    /// <summary>How often <see cref="OnTick"/> is to be called.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly BatchSender _sender = new(system, options, log);
    private readonly BatchReceiver _receiver = new(system, options, log);

    /// <inheritdoc cref="BatchSender.Tell"/>
    public void Tell(IActorRef to, IBatch batch, IActorRef self) => _sender.Tell(to, batch, self);

    /// <inheritdoc cref="BatchSender.IsSendingTo"/>
    public bool IsSendingTo(IActorRef to) => _sender.IsSendingTo(to);

    /// <inheritdoc cref="BatchSender.Forget"/>
    public void Forget(IActorRef to) => _sender.Forget(to);

    /// <inheritdoc cref="BatchReceiver.OnPart"/>
    public IBatch? OnPart(BatchPart part, IActorRef from, IActorRef self) => _receiver.OnPart(part, from, self);

    /// <inheritdoc cref="BatchSender.OnCredit"/>
    public void OnCredit(PartCredit credit) => _sender.OnCredit(credit);

    public void OnTick()
    {
        _sender.Tick();
        _receiver.Tick();
    }

    /// <summary>What an actor's timer tells it.</summary>
    public sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
