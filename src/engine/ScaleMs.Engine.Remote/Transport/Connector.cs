using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>Makes links: connects or takes a socket, puts TLS on it, goes through the handshake.</summary>
internal sealed class Connector(TcpSettings settings, HandshakeIdentity identity, Func<Hello, Refusal?> admit, TimeProvider time)
{
    /// <summary>A greeting is under 1 KiB; what comes after it is read into the link's own, larger buffer size as needed.</summary>
    private const int HandshakeBuffer = 1024;

    public async Task<Link> DialAsync(Address target, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(target, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(socket, new DiallerHandshake(identity, target.ToString()), target, cancellationToken).ConfigureAwait(false);
    }

    public Task<Link> AcceptAsync(Socket socket, CancellationToken cancellationToken) =>
        OpenAsync(socket, new AcceptorHandshake(identity, admit), null, cancellationToken);

    private async Task<Socket> ConnectAsync(Address target, CancellationToken cancellationToken)
    {
        using var timeout = Deadline(settings.ConnectionTimeout, cancellationToken);
        try
        {
            return await TcpEndpoint.DialAsync(target.Host!, target.Port!.Value, settings, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteTransportException($"No connection within {settings.ConnectionTimeout}.", e);
        }
    }

    private async Task<Link> OpenAsync(Socket socket, Handshake handshake, Address? target, CancellationToken cancellationToken)
    {
        using var timeout = Deadline(settings.HandshakeTimeout, cancellationToken);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        FrameDecoder? input = new(HandshakeBuffer, Handshake.MaxBodyLength);
        try
        {
            TcpEndpoint.Configure(socket, settings);
            if (settings.Tls is { } tls)
            {
                stream = target is null
                    ? await TlsUpgrade.AsAcceptorAsync(stream, tls, timeout.Token).ConfigureAwait(false)
                    : await TlsUpgrade.AsDiallerAsync(stream, tls, timeout.Token).ConfigureAwait(false);
            }

            await GreetAsync(stream, input, handshake, timeout.Token).ConfigureAwait(false);
            input.MaxBodyLength = settings.MaximumBodyLength;
            var peer = target ?? Address.Parse(handshake.Peer.Address);
            var link = new Link(socket, stream, input, peer, handshake.Peer.Uid, inbound: target is null, time);
            input = null;
            return link;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new RemoteTransportException($"The handshake was not over within {settings.HandshakeTimeout}.", e);
            }

            throw;
        }
        finally
        {
            input?.Dispose();
        }
    }

    private static async Task GreetAsync(Stream stream, FrameDecoder input, Handshake handshake, CancellationToken cancellationToken)
    {
        using var output = new OutputBuffer(HandshakeBuffer);
        handshake.Start(output);
        while (true)
        {
            if (output.Length > 0)
            {
                await stream.WriteAsync(output.Written, cancellationToken).ConfigureAwait(false);
                output.Truncate(0);
            }

            if (handshake.IsOver)
            {
                break;
            }

            var count = await stream.ReadAsync(input.GetMemory(), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new RemoteTransportException(handshake.Peer.Address is null
                    ? $"The peer closed the connection without a greeting; this system speaks {Preamble.EngineName}, the peer may run another engine, want TLS, or be stopping."
                    : "The peer closed the connection in the middle of the handshake.");
            }

            input.Advance(count);
            handshake.Receive(input, output);
        }

        if (handshake.Refused is { } refusal)
        {
            throw new HandshakeException(refusal, handshake.RefusedByPeer);
        }
    }

    private CancellationTokenSource Deadline(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout > TimeSpan.Zero && timeout.TotalMilliseconds < int.MaxValue)
        {
            source.CancelAfter(timeout);
        }

        return source;
    }
}
