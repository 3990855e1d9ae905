namespace Akka.Remote.Wire;

/// <summary>What a system says of itself in a handshake.</summary>
internal sealed record HandshakeIdentity(string Address, int Uid, SharedSecret? Secret);
