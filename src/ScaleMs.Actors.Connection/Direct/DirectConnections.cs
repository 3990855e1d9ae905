using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>
/// A node's direct connections to others, for batches. By Akka.Remote a message passes six actors and event loops on its way, its payload is copied
/// several times on either side, and there is one connection for everything. These lead from the sender's memory to the receiver's. They are opened
/// when they are first wanted, after the other node has named its port. Where they cannot be opened, everything goes by Akka.Remote.
/// </summary>
#pragma warning disable CA1001 // An extension lives as long as its system.
public sealed class DirectConnections : IExtension
#pragma warning restore CA1001
{
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(5);

    // Without a connection everything still arrives, so there is no hurry.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Address, Peer> _peers = [];
    private readonly ExtendedActorSystem _system;
    private readonly ILoggingAdapter _log;
    private readonly CancellationTokenSource _end = new();
    private readonly NodeTls? _tls;
    private readonly bool _isOn;

    private DirectConnections(ExtendedActorSystem system)
    {
        _system = system;
        _log = Logging.GetLogger(system, typeof(DirectConnections));
        if (system.Provider.DefaultAddress.HasLocalScope || OptionsReader.DirectPort(system.Settings.Config) is not { } port)
        {
            return;
        }

        _isOn = true;
        _tls = NodeTls.Of(system, _log);
        var offer = new Lazy<DirectOffer>(() => Listen(port));
        system.SystemActorOf(DirectDesk.Props(offer), DirectDesk.Name);
        system.RegisterOnTermination(_end.Cancel);
    }

    /// <summary>Those of a system.</summary>
    public static DirectConnections Of(ActorSystem system) => system.WithExtension<DirectConnections, Provider>();

    /// <summary>The connection to a node, if it is open; otherwise it is opened for the next time.</summary>
    public DirectConnection? Find(Address node, DirectLane lane) => PeerOf(node)?.Open?[(int)lane];

    /// <summary>The connection to a node.</summary>
    /// <returns>null = it cannot be opened.</returns>
    public async Task<DirectConnection?> ConnectAsync(Address node, DirectLane lane) =>
        PeerOf(node) is { } peer && await peer.Opening!.ConfigureAwait(false) is { } connections ? connections[(int)lane] : null;

    private Peer? PeerOf(Address node)
    {
        lock (_gate)
        {
            if (_isOn && !_peers.ContainsKey(node))
            {
                var peer = new Peer();
                _peers.Add(node, peer);
                peer.Opening = Task.Run(() => OpenAsync(node, peer));
            }

            return _peers.GetValueOrDefault(node);
        }
    }

    private async Task<DirectConnection[]?> OpenAsync(Address node, Peer peer)
    {
        try
        {
            var desk = _system.ActorSelection(new RootActorPath(node) / "system" / DirectDesk.Name);
            var offer = await desk.Ask<DirectOffer>(DirectRequest.Instance, AnswerDeadline, _end.Token).ConfigureAwait(false);
            if (offer.Port > 0)
            {
                var streams = await Task.WhenAll(Enum.GetValues<DirectLane>().Select(_ => ConnectAsync(node, offer))).ConfigureAwait(false);
                var connections = Array.ConvertAll(streams, stream => new DirectConnection(stream, _system.Provider.DefaultAddress));
                peer.Open = connections;
                _ = ForgetWhenClosedAsync(node, peer, connections);
                return connections;
            }
        }
        catch (Exception error)
        {
            // Whatever it is, there is the other way.
            _log.Info("There is no direct connection to {Node} ({Reason}); batches go by Akka.Remote", node, error.Message);
        }

        _ = ForgetLaterAsync(node, peer);
        return null;
    }

    private async Task ForgetWhenClosedAsync(Address node, Peer peer, DirectConnection[] connections)
    {
        await using (_end.Token.Register(() => Array.ForEach(connections, static connection => connection.Close())).ConfigureAwait(false))
        {
            await Task.WhenAny(connections.Select(static connection => connection.Closed)).ConfigureAwait(false);
        }

        Forget(node, peer);
        Array.ForEach(connections, static connection => connection.Close());
    }

    private async Task ForgetLaterAsync(Address node, Peer peer)
    {
        await Task.Delay(TryAgainAfter, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Forget(node, peer);
    }

    private void Forget(Address node, Peer peer)
    {
        lock (_gate)
        {
            if (_peers.GetValueOrDefault(node) == peer)
            {
                _peers.Remove(node);
            }
        }
    }

    private async Task<Stream> ConnectAsync(Address node, DirectOffer offer)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        deadline.CancelAfter(AnswerDeadline);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(node.Host.Trim('[', ']'), offer.Port, deadline.Token).ConfigureAwait(false);
            var stream = (Stream)new NetworkStream(socket, ownsSocket: true);
            stream = _tls is null ? stream : await _tls.ConnectAsync(stream, node, deadline.Token).ConfigureAwait(false);
            await stream.WriteAsync(DirectFrame.Opening(offer.Secret), deadline.Token).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private DirectOffer Listen(int port)
    {
        var host = _system.Settings.Config.GetString(Security.NodeProtection.Hostname);
        try
        {
            var largest = OptionsReader.LargestTransfer(_system.Settings.Config);
            return DirectListener.Start(host, port, _tls, _system.Provider, largest, _log, _end.Token).Offer;
        }
        catch (SocketException error)
        {
            _log.Warning("Cannot listen for direct connections at {Host}:{Port} ({Reason}); batches come by Akka.Remote", host, port, error.Message);
            return new DirectOffer(0, Guid.Empty);
        }
    }

    /// <summary>Another node, from the first wish for a connection until it is closed, or until the next attempt may begin.</summary>
    private sealed class Peer
    {
        private volatile DirectConnection[]? _open;

        public Task<DirectConnection[]?>? Opening { get; set; }

        /// <summary>By lane; null = not open yet.</summary>
        public DirectConnection[]? Open
        {
            get => _open;
            set => _open = value;
        }
    }

    private sealed class Provider : ExtensionIdProvider<DirectConnections>
    {
        public override DirectConnections CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
