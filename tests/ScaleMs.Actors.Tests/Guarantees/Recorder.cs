using System.Threading.Channels;
using Akka.Actor;

namespace ScaleMs.Actors.Tests.Guarantees;

/// <summary>Writes down every message that it gets, in their order, with the end of what it watches.</summary>
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
