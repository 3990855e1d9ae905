using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Tests;

/// <summary>A TCP proxy whose connections can be cut, frozen and refused.</summary>
internal sealed class CuttableProxy : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private volatile int _target;
    private volatile bool _refusing;
    private int _accepted;
    private long _bytes;

    public CuttableProxy()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Relayed so far, both ways.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Where connections made from now on go.</summary>
    public void LeadTo(int port) => _target = port;

    /// <summary>Breaks every connection there is, as a reset; new ones are relayed again.</summary>
    public void Cut()
    {
        while (_sockets.TryTake(out var socket))
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is broken already.
            }

            socket.Dispose();
        }
    }

    /// <summary>While refusing, connections are closed as soon as they are made.</summary>
    public void Refuse(bool refusing)
    {
        _refusing = refusing;
        if (refusing)
        {
            Cut();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                Interlocked.Increment(ref _accepted);
                if (_refusing)
                {
                    client.Dispose();
                    continue;
                }

                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                _sockets.Add(client);
                _sockets.Add(server);
                try
                {
                    await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target));
                }
                catch (SocketException)
                {
                    client.Dispose();
                    continue;
                }

                _ = RelayAsync(client, server);
                _ = RelayAsync(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy has been disposed.
        }
    }

    private async Task RelayAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                Interlocked.Add(ref _bytes, count);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
