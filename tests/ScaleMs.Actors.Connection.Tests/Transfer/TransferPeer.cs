using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Tests.Transfer;

/// <summary>An actor that sends and receives batches as the product's actors do, and shows what arrives.</summary>
internal sealed class TransferPeer : BatchActor
{
    private readonly Func<BatchChunk, bool>? _loses;

    public TransferPeer(IActorRef shows, TransferOptions options, Func<BatchChunk, bool>? loses)
        : base(options)
    {
        _loses = loses;
        Receive<Send>(send => Channel.Tell(send.To, send.Batch));
        Receive<IBatch>(shows.Tell);
        Receive<Hurry>(_ => Channel.OnTick());
        Receive<Pending>(_ => Sender.Tell(Channel.Pending));
    }

    public static Props Props(IActorRef shows, TransferOptions options, Func<BatchChunk, bool>? loses = null) =>
        Akka.Actor.Props.Create(() => new TransferPeer(shows, options, loses));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Hurry), Hurry.Instance, TimeSpan.FromMilliseconds(200));

    protected override bool AroundReceive(Receive receive, object message) =>
        (message is BatchChunk part && _loses?.Invoke(part) == true) || base.AroundReceive(receive, message);

    public sealed record Send(IActorRef To, IBatch Batch);

    /// <summary>Asks how many transfers there are.</summary>
    public sealed record Pending;

    private sealed record Hurry
    {
        public static readonly Hurry Instance = new();
    }
}
