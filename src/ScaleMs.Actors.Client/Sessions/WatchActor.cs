using System.Threading.Channels;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>Subscribes to changes of state and writes them into a channel. The subscription ends with this actor.</summary>
internal sealed class WatchActor : ReceiveActor
{
    private readonly IActorRef _master;
    private readonly Subscribe _subscribe;
    private readonly ChannelWriter<TaskStateChanged> _changes;

    public WatchActor(IActorRef master, Subscribe subscribe, ChannelWriter<TaskStateChanged> changes)
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
        Receive<Terminated>(_ => _changes.TryComplete(new MasterUnavailableException("the master is gone")));
    }

    public static Props Props(IActorRef master, Subscribe subscribe, ChannelWriter<TaskStateChanged> changes) =>
        Akka.Actor.Props.Create(() => new WatchActor(master, subscribe, changes));

    protected override void PreStart()
    {
        Context.Watch(_master);
        _master.Tell(_subscribe);
    }

    protected override void PostStop() => _changes.TryComplete();
}
