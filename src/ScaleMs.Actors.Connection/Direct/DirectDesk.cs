using Akka.Actor;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>Tells other nodes where this one takes direct connections. It listens from the first question on.</summary>
internal sealed class DirectDesk : ReceiveActor
{
    /// <summary>Its name below <c>/system</c>.</summary>
    public const string Name = "scalems-direct";

    public DirectDesk(Lazy<DirectOffer> offer) => Receive<DirectRequest>(_ => Sender.Tell(offer.Value));

    public static Props Props(Lazy<DirectOffer> offer) => Akka.Actor.Props.Create(() => new DirectDesk(offer));
}
