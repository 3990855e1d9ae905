using System.Threading.Channels;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// Subscribes to changes of state and writes them into a channel; subscribes again whenever the session has found the master again.
/// The subscription ends with this actor.
/// </summary>
internal sealed class WatchActor : ReceiveActor
{
    private readonly MasterReference _master;
    private readonly Subscribe _subscribe;
    private readonly ChannelWriter<TaskStateChanged> _changes;

    public WatchActor(MasterReference master, Subscribe subscribe, ChannelWriter<TaskStateChanged> changes, Task<MasterUnavailableException> lost)
    {
        (_master, _subscribe, _changes) = (master, subscribe, changes);
        Receive<TaskStateChanged>(change => _changes.TryWrite(change));
        Receive<CommandReply>(reply =>
        {
            if (reply.Record.State != TaskState.Done)
            {
                _changes.TryComplete(new RefusedException(reply.Record.Exception ?? "the subscription was refused"));
            }
        });
        Receive<ConnectionChanged>(change =>
        {
            if (change.IsConnected)
            {
                _master.Current.Tell(_subscribe);
            }
        });
        Receive<MasterUnavailableException>(error => _changes.TryComplete(error));
        _ = lost.PipeTo(Self);
    }

    public static Props Props(MasterReference master, Subscribe subscribe, ChannelWriter<TaskStateChanged> changes, Task<MasterUnavailableException> lost) =>
        Akka.Actor.Props.Create(() => new WatchActor(master, subscribe, changes, lost));

    protected override void PreStart()
    {
        // First, so that no connection is missed; subscribing twice does no harm.
        Context.System.EventStream.Subscribe(Self, typeof(ConnectionChanged));
        _master.Current.Tell(_subscribe);
    }

    protected override void PostStop() => _changes.TryComplete();
}
