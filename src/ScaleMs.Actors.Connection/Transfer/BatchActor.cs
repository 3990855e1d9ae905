using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>
/// Base of an actor that exchanges batches with other processes. It receives a batch that was sent in parts like any other: in the
/// place of the last part, and from the same sender.
/// </summary>
public abstract class BatchActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    /// <summary>An actor.</summary>
    /// <param name="options">How large rows travel.</param>
    /// <param name="spokesman">The actor in whose name batches are sent; null = this one.</param>
    protected BatchActor(TransferOptions options, IActorRef? spokesman = null)
    {
        Channel = new ChunkedChannel(Context.System, options, Context.GetLogger(), spokesman ?? Self);
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
