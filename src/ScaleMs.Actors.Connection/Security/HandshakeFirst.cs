using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Akka.Remote.Transport.DotNetty;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// Akka.Remote terminates the whole actor system when an outgoing TLS connection fails: a seed would stop because another program
/// listens on the port of a former worker. So each connection is tried here first, and a failed one counts as an ordinary
/// unreachable peer.
/// </summary>
public sealed class HandshakeFirst : ITransportAdapterProvider
{
    public Transport Create(Transport wrappedTransport, ExtendedActorSystem system) => new Adapter(wrappedTransport, system);

    private sealed class Adapter : Transport
    {
        private readonly Transport _transport;
        private readonly DotNettySslSetup _tls;
        private readonly HandshakeFailures _failures;
        private readonly TimeSpan _timeout;
        private readonly ILoggingAdapter _log;

        public Adapter(Transport transport, ExtendedActorSystem system)
        {
            (_transport, System, Config) = (transport, system, transport.Config);
            (SchemeIdentifier, MaximumPayloadBytes) = (transport.SchemeIdentifier, transport.MaximumPayloadBytes);
            _tls = system.Settings.Setup.Get<DotNettySslSetup>().Value;
            _failures = system.Settings.Setup.Get<HandshakeFailures>().Value;
            _timeout = system.Settings.Config.GetTimeSpan("akka.remote.dot-netty.tcp.connection-timeout");
            _log = Logging.GetLogger(system, typeof(HandshakeFirst));
        }

        public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() => _transport.Listen();

        public override bool IsResponsibleFor(Address remote) => _transport.IsResponsibleFor(remote);

        public override async Task<AssociationHandle> Associate(Address remoteAddress)
        {
            await TryAsync(remoteAddress).ConfigureAwait(false);
            return await _transport.Associate(remoteAddress).ConfigureAwait(false);
        }

        public override Task<bool> Shutdown() => _transport.Shutdown();

        public override Task<bool> ManagementCommand(object message) => _transport.ManagementCommand(message);

        private async Task TryAsync(Address remote)
        {
            using var deadline = new CancellationTokenSource(_timeout);
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(remote.Host.Trim('[', ']'), remote.Port!.Value, deadline.Token).ConfigureAwait(false);
                var stream = await new NodeTls(_tls, _log).ConnectAsync(client.GetStream(), remote, deadline.Token).ConfigureAwait(false);
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                throw new InvalidAssociationException($"{error.Message} {remote}", error);
            }
            catch (OperationCanceledException error)
            {
                throw Failed(remote, string.Create(CultureInfo.InvariantCulture, $"nothing came within {_timeout.TotalSeconds:0.#} s"), error);
            }
            catch (Exception error) when (error is AuthenticationException or IOException)
            {
                throw Failed(remote, error.Message, error);
            }
        }

        private InvalidAssociationException Failed(Address remote, string reason, Exception error)
        {
            var refusal = (_tls.CustomValidator!.Target as PeerCheck)?.LastRefusal;
            var line = error is AuthenticationException && refusal is not null
                ? refusal
                : $"it refuses this node's certificate, or does not speak TLS ({reason})";
            _failures.Add(line, error is AuthenticationException);
            return new InvalidAssociationException($"no TLS connection with {remote.Host}:{remote.Port}: {line}", error);
        }
    }
}
