using System.Text;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Wire;

public class HandshakeSpec
{
    private const string A = "akka.tcp://sys@a:1";
    private const string B = "akka.tcp://sys@b:2";

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse")]
    public void Both_sides_learn_who_the_other_is(string? secret)
    {
        var (dialler, acceptor) = Exchange(secret, secret);
        Assert.True(dialler.IsComplete);
        Assert.True(acceptor.IsComplete);
        Assert.Equal((B, 22), (dialler.Peer.Address, dialler.Peer.Uid));
        Assert.Equal((A, 11, B), (acceptor.Peer.Address, acceptor.Peer.Uid, acceptor.Peer.Target));
    }

    [Theory]
    [InlineData("one", "two", RefusalReason.SecretMismatch)]
    [InlineData("one", null, RefusalReason.SecretMissing)]
    [InlineData(null, "two", RefusalReason.SecretMissing)]
    public void Different_secrets_are_refused_with_the_reason_on_both_sides(string? ofDialler, string? ofAcceptor, object reason)
    {
        var (dialler, acceptor) = Exchange(ofDialler, ofAcceptor);
        Assert.False(dialler.IsComplete);
        Assert.False(acceptor.IsComplete);
        Assert.Equal(reason, dialler.Refused?.Reason);
        Assert.Equal(reason, acceptor.Refused?.Reason);
        Assert.Contains("scalems.engine.remote.secret", dialler.Refused?.Text, StringComparison.Ordinal);
        Assert.Contains(A, acceptor.Refused?.Text, StringComparison.Ordinal);
        Assert.Contains(B, acceptor.Refused?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_secret_is_never_on_the_wire()
    {
        var wire = new List<byte>();
        Exchange("the secret itself", "the secret itself", wire);
        Assert.DoesNotContain("the secret itself", Encoding.Latin1.GetString([.. wire]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_proof_is_worth_nothing_in_another_handshake()
    {
        var recorded = new List<byte>();
        var secret = new SharedSecret("s");
        var acceptor = new AcceptorHandshake(new HandshakeIdentity(B, 22, secret), _ => null);
        var dialler = new DiallerHandshake(new HandshakeIdentity(A, 11, secret), B);
        Run(dialler, acceptor, fromDialler: recorded);
        Assert.True(acceptor.IsComplete);

        var again = new AcceptorHandshake(new HandshakeIdentity(B, 22, secret), _ => null);
        using var output = new OutputBuffer(256);
        again.Start(output);
        Feed(again, [.. recorded], output);
        Assert.False(again.IsComplete);
        Assert.Equal(RefusalReason.SecretMismatch, again.Refused?.Reason);
    }

    [Fact]
    public void An_acceptor_that_does_not_know_the_secret_is_not_believed()
    {
        var dialler = new DiallerHandshake(new HandshakeIdentity(A, 11, new SharedSecret("s")), B);
        using var output = new OutputBuffer(256);
        dialler.Start(output);
        var forger = new AcceptorHandshake(new HandshakeIdentity(B, 22, new SharedSecret("guess")), _ => null);
        using var forged = new OutputBuffer(256);
        forger.Start(forged);
        var frame = forged.BeginFrame();
        forged.Write(new byte[SharedSecret.ProofSize]);
        forged.EndFrame(frame, FrameKind.Accept);
        Feed(dialler, forged.Written.ToArray(), output);
        Assert.False(dialler.IsComplete);
        Assert.Equal(RefusalReason.SecretMismatch, dialler.Refused?.Reason);
    }

    [Fact]
    public void A_peer_that_is_not_wanted_hears_why()
    {
        var refusal = new Refusal(RefusalReason.Quarantined, "go away");
        var dialler = new DiallerHandshake(new HandshakeIdentity(A, 11, null), B);
        var acceptor = new AcceptorHandshake(new HandshakeIdentity(B, 22, null), _ => refusal);
        Run(dialler, acceptor);
        Assert.Equal(refusal, dialler.Refused);
        Assert.True(dialler.RefusedByPeer);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000", "TLS")]
    [InlineData("\u0040\u0000\u0000\u0000\u0012\u003e\u0008\u0001", "Akka.NET")]
    [InlineData("\u0001\u0010ScaleMs.Engine/9", "ScaleMs.Engine/9")]
    [InlineData("\u0002\u0010ScaleMs.Engine/1", "version 2")]
    public void A_stranger_is_refused_with_both_names(string opening, string name)
    {
        var acceptor = new AcceptorHandshake(new HandshakeIdentity(B, 22, null), _ => null);
        using var output = new OutputBuffer(256);
        acceptor.Start(output);
        Feed(acceptor, Encoding.Latin1.GetBytes(opening), output);
        Assert.Equal(RefusalReason.Engine, acceptor.Refused?.Reason);
        Assert.Contains(name, acceptor.Refused?.Text, StringComparison.Ordinal);
        Assert.Contains(Preamble.EngineName, acceptor.Refused?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_before_the_proof_are_refused()
    {
        var acceptor = new AcceptorHandshake(new HandshakeIdentity(B, 22, new SharedSecret("s")), _ => null);
        using var stranger = new OutputBuffer(256);
        new DiallerHandshake(new HandshakeIdentity(A, 11, new SharedSecret("?")), B).Start(stranger);
        stranger.EndFrame(stranger.BeginFrame(), FrameKind.Message);
        using var output = new OutputBuffer(256);
        acceptor.Start(output);
        Assert.Throws<WireFormatException>(() => Feed(acceptor, stranger.Written.ToArray(), output));
    }

    [Fact]
    public void A_refusal_cannot_forge_log_lines()
    {
        using var output = new OutputBuffer(64);
        new Refusal(RefusalReason.Other, "x\r\n[ERROR] forged").Format(output);
        Assert.DoesNotContain('\n', Refusal.Parse(output.WrittenSpan).Text);
    }

    private static (Handshake Dialler, Handshake Acceptor) Exchange(string? ofDialler, string? ofAcceptor, List<byte>? wire = null)
    {
        var dialler = new DiallerHandshake(new HandshakeIdentity(A, 11, ofDialler is null ? null : new SharedSecret(ofDialler)), B);
        var acceptor = new AcceptorHandshake(new HandshakeIdentity(B, 22, ofAcceptor is null ? null : new SharedSecret(ofAcceptor)), _ => null);
        Run(dialler, acceptor, wire, wire);
        return (dialler, acceptor);
    }

    // One byte at a time: the handshake must not depend on how the bytes arrive.
    private static void Run(Handshake dialler, Handshake acceptor, List<byte>? fromDialler = null, List<byte>? fromAcceptor = null)
    {
        using var diallerOut = new OutputBuffer(256);
        using var acceptorOut = new OutputBuffer(256);
        using var diallerIn = new FrameDecoder(16, Handshake.MaxBodyLength);
        using var acceptorIn = new FrameDecoder(16, Handshake.MaxBodyLength);
        dialler.Start(diallerOut);
        acceptor.Start(acceptorOut);
        while (diallerOut.Length > 0 || acceptorOut.Length > 0)
        {
            Pass(diallerOut, acceptor, acceptorIn, acceptorOut, fromDialler);
            Pass(acceptorOut, dialler, diallerIn, diallerOut, fromAcceptor);
        }
    }

    private static void Pass(OutputBuffer from, Handshake to, FrameDecoder input, OutputBuffer output, List<byte>? record)
    {
        var bytes = from.Written.ToArray();
        from.Truncate(0);
        record?.AddRange(bytes);
        foreach (var b in bytes)
        {
            input.GetMemory().Span[0] = b;
            input.Advance(1);
            if (!to.IsOver)
            {
                to.Receive(input, output);
            }
        }
    }

    private static void Feed(Handshake handshake, byte[] bytes, OutputBuffer output)
    {
        using var input = new FrameDecoder(bytes.Length, Handshake.MaxBodyLength);
        bytes.CopyTo(input.GetMemory());
        input.Advance(bytes.Length);
        handshake.Receive(input, output);
    }
}
