using System.Security.Cryptography;

namespace Akka.Remote.Wire;

/// <summary>
/// One side of the exchange that opens a connection, without the connection: bytes in, bytes out.
/// Both sides send a preamble and a <see cref="Hello"/>; the dialler proves the secret first, so that a stranger who
/// dials learns nothing; the acceptor's proof is its consent. Either side refuses in words.
/// </summary>
internal abstract class Handshake(HandshakeIdentity self)
{
    /// <summary>Two addresses, a nonce and a proof fit several times; nobody gets to send more before it is known who they are.</summary>
    public const int MaxBodyLength = 4096;

    private bool _preambleRead;

    protected HandshakeIdentity Self { get; } = self;

    protected Hello MyHello { get; private set; }

    protected byte[] MyHelloBytes { get; private set; } = [];

    protected byte[] PeerHelloBytes { get; private set; } = [];

    public Hello Peer { get; private set; }

    /// <summary>Set when either side refused.</summary>
    public Refusal? Refused { get; private set; }

    public bool RefusedByPeer { get; private set; }

    public bool IsComplete { get; private set; }

    public bool IsOver => IsComplete || Refused is not null;

    protected abstract string Target { get; }

    public void Start(OutputBuffer output)
    {
        var preamble = Preamble.Current;
        preamble.Format(output.GetSpan(preamble.Size));
        output.Advance(preamble.Size);

        // Only a proof of the secret needs a number that nobody can foresee; without one, cryptography is not even loaded.
        var nonce = Self.Secret is null ? new byte[Hello.NonceSize] : RandomNumberGenerator.GetBytes(Hello.NonceSize);
        MyHello = new Hello(Self.Address, Self.Uid, Self.Secret is not null, nonce, Target);
        var frame = output.BeginFrame();
        MyHello.Format(output);
        MyHelloBytes = output.WrittenSpan[(frame + FrameHeader.Size)..].ToArray();
        output.EndFrame(frame, FrameKind.Hello);
    }

    /// <summary>Takes what has arrived, answers into <paramref name="output"/>; frames that follow the handshake stay in the decoder.</summary>
    public void Receive(FrameDecoder input, OutputBuffer output)
    {
        if (!_preambleRead && !ReadPreamble(input, output))
        {
            return;
        }

        while (!IsOver && input.TryRead(out var kind, out var body))
        {
            if (kind == FrameKind.Refusal)
            {
                (Refused, RefusedByPeer) = (Refusal.Parse(body), true);
            }
            else if (kind == FrameKind.Hello && PeerHelloBytes.Length == 0)
            {
                PeerHelloBytes = body.ToArray();
                Peer = Hello.Parse(body);
                OnHello(output);
            }
            else if (PeerHelloBytes.Length == 0 || !OnFrame(kind, body, output))
            {
                throw new WireFormatException($"The peer sent a frame of kind {(byte)kind} in the middle of the handshake.");
            }
        }
    }

    protected abstract void OnHello(OutputBuffer output);

    protected abstract bool OnFrame(FrameKind kind, ReadOnlySpan<byte> body, OutputBuffer output);

    protected void Complete() => IsComplete = true;

    protected void Refuse(Refusal refusal, OutputBuffer output)
    {
        Refused = refusal;
        var frame = output.BeginFrame();
        refusal.Format(output);
        output.EndFrame(frame, FrameKind.Refusal);
    }

    protected static void WriteProof(OutputBuffer output, FrameKind kind, ReadOnlySpan<byte> proof)
    {
        var frame = output.BeginFrame();
        output.Write(proof);
        output.EndFrame(frame, kind);
    }

    /// <summary>Whether both sides have a secret or neither has; otherwise the words to refuse with.</summary>
    protected bool TryAgreeOnSecret(OutputBuffer output)
    {
        if (Peer.HasSecret == Self.Secret is not null)
        {
            return true;
        }

        var (with, without) = Peer.HasSecret ? (Peer.Address, Self.Address) : (Self.Address, Peer.Address);
        Refuse(
            new Refusal(RefusalReason.SecretMissing, $"[{with}] has scalems.engine.remote.secret set and [{without}] has not; set the same secret on every node."),
            output);
        return false;
    }

    protected void RefuseSecret(OutputBuffer output) => Refuse(
        new Refusal(RefusalReason.SecretMismatch, $"scalems.engine.remote.secret of [{Peer.Address}] is not the one of [{Self.Address}]; set the same secret on every node."),
        output);

    private bool ReadPreamble(FrameDecoder input, OutputBuffer output)
    {
        if (!Preamble.TryParse(input.Buffered, out var preamble))
        {
            return false;
        }

        if (!preamble.IsCompatible)
        {
            Refuse(
                new Refusal(
                    RefusalReason.Engine,
                    $"[{Self.Address}] speaks {Preamble.EngineName} (version {Preamble.CurrentVersion}), the peer speaks {preamble.Engine} (version {preamble.Version})."),
                output);
            return false;
        }

        input.Consume(preamble.Size);
        return _preambleRead = true;
    }
}
