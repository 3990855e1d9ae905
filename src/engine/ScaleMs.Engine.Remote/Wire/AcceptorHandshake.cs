namespace Akka.Remote.Wire;

/// <summary>
/// The handshake of the side that was dialled. <paramref name="admit"/> is asked once the peer is known to be who it says;
/// null from it lets the peer in.
/// </summary>
internal sealed class AcceptorHandshake(HandshakeIdentity self, Func<Hello, Refusal?> admit) : Handshake(self)
{
    protected override string Target => string.Empty;

    protected override void OnHello(OutputBuffer output) => TryAgreeOnSecret(output);

    protected override bool OnFrame(FrameKind kind, ReadOnlySpan<byte> body, OutputBuffer output)
    {
        if (kind != FrameKind.Proof)
        {
            return false;
        }

        if (Self.Secret is { } secret && !secret.Verify(body, dialler: true, PeerHelloBytes, MyHelloBytes))
        {
            RefuseSecret(output);
        }
        else if (admit(Peer) is { } refusal)
        {
            Refuse(refusal, output);
        }
        else
        {
            WriteProof(output, FrameKind.Accept, Self.Secret?.Proof(dialler: false, PeerHelloBytes, MyHelloBytes) ?? []);
            Complete();
        }

        return true;
    }
}
