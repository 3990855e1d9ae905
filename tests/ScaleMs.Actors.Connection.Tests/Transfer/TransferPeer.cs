using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Tests.Transfer;

/// <summary>An actor that sends and receives batches as the product's actors do, and shows what arrives.</summary>
internal sealed class TransferPeer : ReceiveActor, IWithTimers
{
    private readonly BatchSender _sender;
    private readonly BatchReceiver _receiver;

    public TransferPeer(IActorRef shows, TransferOptions options, Func<BatchPart, bool>? loses)
    {
        _sender = new BatchSender(Context.System, options, Context.GetLogger());
        _receiver = new BatchReceiver(Context.System, options, Context.GetLogger());
        Receive<Send>(send => _sender.Tell(send.To, send.Batch, Self));
        Receive<BatchPart>(part =>
        {
            if (loses?.Invoke(part) != true && _receiver.OnPart(part, Sender, Self) is { } batch)
            {
                Self.Forward(batch);
            }
        });
        Receive<PartCredit>(_sender.OnCredit);
        Receive<IBatch>(shows.Tell);
        Receive<Tick>(_ =>
        {
            _sender.Tick();
            _receiver.Tick();
        });
        Receive<Pending>(_ => Sender.Tell(_sender.Pending));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef shows, TransferOptions options, Func<BatchPart, bool>? loses = null) =>
        Akka.Actor.Props.Create(() => new TransferPeer(shows, options, loses));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.FromMilliseconds(200));

    public sealed record Send(IActorRef To, IBatch Batch);

    /// <summary>Asks how many transfers there are.</summary>
    public sealed record Pending;

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
