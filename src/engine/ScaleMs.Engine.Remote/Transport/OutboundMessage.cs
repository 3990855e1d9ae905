using Akka.Actor;

namespace Akka.Remote.Transport;

/// <summary>A message on its way to a peer. <see cref="Serialized"/> is set when the sender's thread has done that work already.</summary>
internal readonly record struct OutboundMessage(object Message, IActorRef? Sender, RemoteActorRef Recipient, SerializedMessage? Serialized);

/// <summary>A message as bytes, with what its reader must know.</summary>
internal sealed record SerializedMessage(int SerializerId, string Manifest, byte[] Payload);
