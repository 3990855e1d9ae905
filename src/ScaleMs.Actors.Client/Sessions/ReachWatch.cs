using Akka.Actor;
using Akka.Remote;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>Reports why the master's address is unreachable, until the session is open.</summary>
internal sealed class ReachWatch : ReceiveActor, IWithTimers
{
    // Longer than a master needs to answer, unless it is very busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Listens until it is stopped.</summary>
    /// <param name="onProblem">Called with each problem, as text.</param>
    public ReachWatch(Action<string> onProblem)
    {
        Receive<AssociationErrorEvent>(error =>
        {
            if (!error.IsInbound && PeerLog.ReasonOf(error.Cause) is { } reason)
            {
                onProblem($"{Place(error.RemoteAddress)} cannot be reached: {reason}");
            }
        });
        Receive<AssociatedEvent>(made =>
        {
            if (!made.IsInbound)
            {
                Timers.StartSingleTimer(made.RemoteAddress, new Unanswered(made.RemoteAddress), Patience);
            }
        });

        // A node accepts only messages that spell its address exactly as it does itself.
        Receive<Unanswered>(there => onProblem($"{Place(there.Address)} is reachable, but no master answers under that name; use the address that the seed prints when it is ready"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Action<string> onProblem) => Akka.Actor.Props.Create(() => new ReachWatch(onProblem));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(RemotingLifecycleEvent));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private static string Place(Address address) => $"{address.Host}:{address.Port}";

    private sealed record Unanswered(Address Address);
}
