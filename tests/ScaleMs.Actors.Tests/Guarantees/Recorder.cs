using System.Threading.Channels;
using Akka.Actor;

namespace ScaleMs.Actors.Tests.Guarantees;

/// <summary>Records every message that it receives, in order, including the termination of the actors that it watches.</summary>
internal sealed class Recorder : UntypedActor
{
    private readonly ChannelWriter<object> _heard;

    public Recorder(ChannelWriter<object> heard, IEnumerable<IActorRef> watched)
    {
        _heard = heard;
        foreach (var actor in watched)
        {
            Context.Watch(actor);
        }
    }

    protected override void OnReceive(object message) => _heard.TryWrite(message);
}
