using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

// Subscriptions to state changes. The master knows one subscriber, this actor, which subscribes again on each connection.
internal sealed partial class SessionActor
{
    private readonly List<Watch> _watches = [];

    private void OnStartWatch(StartWatch start)
    {
        _watches.Add(start.Watch);
        Master?.Tell(start.Watch.Subscribe);
    }

    private void OnEndWatch(EndWatch end)
    {
        if (_watches.Remove(end.Watch) && Master is { } master)
        {
            master.Tell(new Unsubscribe());
            _watches.ForEach(watch => master.Tell(watch.Subscribe));
        }
    }

    private void OnChanged(object change) => _watches.ForEach(watch => watch.Take(change));

    /// <summary>A refusal fails all subscriptions, because the answer does not say which one it is for.</summary>
    private void OnWatchAnswered(CommandReply reply)
    {
        if (reply.Record.State != TaskState.Done)
        {
            var error = new RefusedException(reply.Record.Exception ?? "the subscription was refused");
            _watches.ForEach(watch => watch.End(error));
            _watches.Clear();
        }
    }

    /// <summary>Adds a watch.</summary>
    internal sealed record StartWatch(Watch Watch);

    internal sealed record EndWatch(Watch Watch);
}
