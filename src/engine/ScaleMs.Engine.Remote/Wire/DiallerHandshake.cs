namespace Akka.Remote.Wire;

/// <summary>The handshake of the side that opened the connection.</summary>
internal sealed class DiallerHandshake(HandshakeIdentity self, string target) : Handshake(self)
{
    protected override string Target => target;

    protected override void OnHello(OutputBuffer output)
    {
        if (TryAgreeOnSecret(output))
        {
            WriteProof(output, FrameKind.Proof, Self.Secret is { } secret ? secret.Proof(dialler: true, MyHelloBytes, PeerHelloBytes) : []);
        }
    }

    protected override bool OnFrame(FrameKind kind, ReadOnlySpan<byte> body, OutputBuffer output)
    {
        if (kind != FrameKind.Accept)
        {
            return false;
        }

        if (Self.Secret is { } secret && !secret.Verify(body, dialler: false, MyHelloBytes, PeerHelloBytes))
        {
            RefuseSecret(output);
        }
        else
        {
            Complete();
        }

        return true;
    }
}
