using System.Security.Authentication;
using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection.Tests.Security;

public sealed class PeerLogTests
{
    private const string Channel = "channel [[::ffff:127.0.0.1]:4053->[::ffff:10.0.0.7]:39384](Id=392513a4)";
    private const string Unreachable = "Tried to associate with unreachable remote address [akka.ssl.tcp://scalems@node7:4053]. Address is now gated for 5000 ms, all messages to this address will be delivered to dead letters. Reason: [Association failed with akka.ssl.tcp://scalems@node7:4053]";

    [Fact]
    public void A_peer_that_cannot_be_reached_is_one_line_with_the_innermost_reason() => Assert.Equal(
        "node7:4053 cannot be reached: Connection refused",
        PeerLog.LineFor(
            $"{Unreachable} Caused by: [Akka.Remote.Transport.InvalidAssociationException: outer\n ---> Akka.Remote.Transport.InvalidAssociationException: Connection refused ssl.tcp://scalems@node7:4053\n   at Some.Method()]",
            null));

    [Fact]
    public void A_peer_that_refuses_connections_is_one_line() => Assert.Equal(
        "127.0.0.1:4053 cannot be reached: Connection refused",
        PeerLog.LineFor(
            "Tried to associate with unreachable remote address [akka.tcp://scalems@127.0.0.1:4053]. Address is now gated for 5000 ms, all messages to this address will be delivered to dead letters. Reason: [Connection refused tcp://scalems@127.0.0.1:4053] ",
            null));

    [Theory]
    [InlineData(Unreachable + " Caused by: [Akka.Remote.Transport.InvalidAssociationException: no TLS connection with node7:4053: it is refused for its certificate: why\n   at Some.Method()]")]
    [InlineData("Disassociated")]
    [InlineData("AssociationError [akka.tcp://scalems@127.0.0.1:4990] -> akka.tcp://scalems@127.0.0.1:43187: Error [Connection refused tcp://scalems@127.0.0.1:43187] []")]
    [InlineData("Association to [akka.tcp://scalems@127.0.0.1:43187] having UID [990740986] is irrecoverably failed. UID is now quarantined.")]
    [InlineData("Association with remote system akka.tcp://scalems@node7:4053 has failed; address is now gated for 5000 ms. Reason is: [Akka.Remote.EndpointDisassociatedException: Disassociated\n   at Some.Method()]")]
    [InlineData("Rejected incoming connection from [10.0.0.7:39384] due to TLS handshake failure. This is likely invalid or malicious traffic.")]
    [InlineData("AssociationError [akka.ssl.tcp://a@b:1] -> akka.ssl.tcp://a@c:2: Error [Association failed with akka.ssl.tcp://a@c:2] []")]
    public void What_another_line_says_already_is_left_out(string text) => Assert.Null(PeerLog.LineFor(text, null));

    [Fact]
    public void A_certificate_that_was_refused_here_is_said_once() => Assert.Null(PeerLog.LineFor(
        $"TLS handshake failed on {Channel}\nTLS handshake failed (Server side):\n  Error: x",
        new AggregateException(new AuthenticationException("The remote certificate was rejected by the provided RemoteCertificateValidationCallback."))));

    [Fact]
    public void Another_failure_of_the_handshake_is_one_line_with_the_peer() => Assert.Equal(
        "10.0.0.7:39384 is refused: the TLS handshake failed (no common protocol)",
        PeerLog.LineFor($"TLS handshake failed on {Channel}\nTLS handshake failed (Server side):\n  Error: x", new AuthenticationException("no common protocol\nmore")));

    [Fact]
    public void A_broken_connection_is_one_line_with_the_innermost_reason() => Assert.Equal(
        "the connection with node7:4053 is broken (Connection reset)",
        PeerLog.LineFor(
            "Association with remote system akka.tcp://scalems@node7:4053 has failed; address is now gated for 5000 ms. Reason is: [Akka.Remote.EndpointException: outer\n ---> System.IO.IOException: Connection reset\n   at Some.Method()]",
            null));

    [Fact]
    public void A_peer_without_a_certificate_is_one_line() => Assert.Equal(
        "10.0.0.7:39384 is refused for its certificate: it has none",
        PeerLog.LineFor("Mutual TLS required but client did not provide a certificate from [::ffff:10.0.0.7]:39384", null));
}
