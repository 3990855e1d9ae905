using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>
/// Base of an actor that exchanges batches with other processes. A chunked batch is received like any other: in place of its last chunk,
/// from the same sender.
/// </summary>
public abstract class BatchActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    /// <summary>Creates the actor.</summary>
    /// <param name="options">Size limits for chunking.</param>
    /// <param name="spokesman">The actor that appears as the sender of batches; null = this one.</param>
    protected BatchActor(TransferOptions options, IActorRef? spokesman = null)
    {
        Channel = new ChunkedChannel(Context.System, options, Context.GetLogger(), spokesman ?? Self, Self);
        Receive<Tick>(_ => Channel.OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected ChunkedChannel Channel { get; }

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);

    protected override bool AroundReceive(Receive receive, object message) =>
        Channel.Receive(message, Sender) is not { } whole || base.AroundReceive(receive, whole);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
