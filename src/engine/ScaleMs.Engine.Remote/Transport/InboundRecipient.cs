using Akka.Actor;

namespace Akka.Remote.Transport;

/// <summary>
/// A local actor that a peer writes to. A path with a uid names one actor for ever; one without names whoever is there
/// now, so it is looked up again when its actor is gone.
/// </summary>
internal sealed class InboundRecipient(InboundDelivery delivery, string path)
{
    private readonly bool _isExact = path.Contains('#');
    private IInternalActorRef? _ref;

    public IInternalActorRef Ref
    {
        get
        {
            var known = _ref;
            if (known is null || (known.IsTerminated && (!_isExact || known is EmptyLocalActorRef)))
            {
                _ref = known = delivery.ResolveLocal(path);
            }

            return known;
        }
    }
}
