using Akka.Actor;
using Akka.Remote;
using ScaleMs.Actors.Security;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>Hears why the master's address cannot be reached, while the session is not open yet.</summary>
internal sealed class ReachWatch : ReceiveActor
{
    /// <summary>Listens until it is stopped.</summary>
    /// <param name="onProblem">Told each time, in words.</param>
    public ReachWatch(Action<string> onProblem) => Receive<AssociationErrorEvent>(error =>
    {
        if (!error.IsInbound && error.RemoteAddress is { Host: { } host, Port: { } port } && PeerLog.ReasonOf(error.Cause) is { } reason)
        {
            onProblem($"{host}:{port} cannot be reached: {reason}");
        }
    });

    public static Props Props(Action<string> onProblem) => Akka.Actor.Props.Create(() => new ReachWatch(onProblem));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
