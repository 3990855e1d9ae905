using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>Takes direct connections from other nodes.</summary>
internal sealed class DirectListener
{
    // There may be no descriptors left for a while.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener;
    private readonly NodeTls? _tls;
    private readonly IActorRefProvider _provider;
    private readonly ByteBudget _budget;
    private readonly long _largest;
    private readonly ILoggingAdapter _log;
    private readonly byte[] _opening;

    private DirectListener(TcpListener listener, NodeTls? tls, IActorRefProvider provider, long largest, ILoggingAdapter log)
    {
        (_listener, _tls, _provider, _largest, _log) = (listener, tls, provider, largest, log);
        var secret = Guid.NewGuid();
        _budget = new ByteBudget(4 * largest);
        _opening = DirectFrame.Opening(secret);
        Offer = new DirectOffer(((IPEndPoint)listener.LocalEndpoint).Port, secret);
    }

    public DirectOffer Offer { get; }

    /// <summary>Listens.</summary>
    /// <param name="host">A name or address of this machine.</param>
    /// <param name="port">0 = a free one.</param>
    /// <param name="tls">null = without TLS.</param>
    /// <param name="provider">Finds the receivers of what arrives.</param>
    /// <param name="largest">Most bytes of a frame.</param>
    /// <param name="log">For what peers do wrong.</param>
    /// <param name="end">Ends it.</param>
    /// <exception cref="SocketException">It cannot listen there.</exception>
    public static DirectListener Start(string host, int port, NodeTls? tls, IActorRefProvider provider, long largest, ILoggingAdapter log, CancellationToken end)
    {
        var address = IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : Dns.GetHostAddresses(host)[0];
        var listener = new TcpListener(address, port);
        listener.Start();
        var direct = new DirectListener(listener, tls, provider, largest, log);
        _ = direct.AcceptAsync(end);
        return direct;
    }

    private async Task AcceptAsync(CancellationToken end)
    {
        using var listener = _listener;
        while (!end.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(end).ConfigureAwait(false), end);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException error)
            {
                _log.Warning("Cannot take a direct connection: {Reason}", error.Message);
                await Task.Delay(AfterFailure, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken end)
    {
        var peer = socket.RemoteEndPoint;
        try
        {
            socket.NoDelay = true;
            var stream = (Stream)new NetworkStream(socket, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
            {
                if (_tls is not null)
                {
                    using var deadline = CancellationTokenSource.CreateLinkedTokenSource(end);
                    deadline.CancelAfter(DirectFrame.Patience);
                    stream = await _tls.AcceptAsync(stream, $"{peer}", deadline.Token).ConfigureAwait(false);
                }

                await new DirectInput(stream, _provider, _budget, _largest).RunAsync(_opening, end).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Its sender notices, and sends again what may be lost.
        }
        catch (Exception error)
        {
            _log.Warning("The direct connection from {Peer} is closed: {Reason}", peer, error.Message);
        }
    }
}
