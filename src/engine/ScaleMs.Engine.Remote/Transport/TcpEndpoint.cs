using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Transport;

/// <summary>Sockets as the settings want them.</summary>
internal static class TcpEndpoint
{
    public static Socket Listen(TcpSettings settings)
    {
        var where = settings.Hostname.Length == 0 ? "0.0.0.0" : settings.Hostname;
        Socket? socket = null;
        try
        {
            var address = Resolve(where, settings.UseIPv6);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, settings.Port));
            socket.Listen(settings.Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new RemoteTransportException($"Cannot listen on {where}:{settings.Port}: {Explain(e)}", e);
        }
    }

    public static async Task<Socket> DialAsync(string host, int port, TcpSettings settings, CancellationToken cancellationToken)
    {
        var address = IPAddress.TryParse(host, out var literal)
            ? literal
            : Choose(await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false), settings.UseIPv6, host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket, settings);
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static void Configure(Socket socket, TcpSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, settings.KeepAlive);
        if (settings.SendBufferSize > 0)
        {
            socket.SendBufferSize = settings.SendBufferSize;
        }

        if (settings.ReceiveBufferSize > 0)
        {
            socket.ReceiveBufferSize = settings.ReceiveBufferSize;
        }
    }

    private static IPAddress Resolve(string host, bool useIPv6) =>
        IPAddress.TryParse(host, out var literal) ? literal : Choose(Dns.GetHostAddresses(host), useIPv6, host);

    private static IPAddress Choose(IPAddress[] addresses, bool useIPv6, string host)
    {
        var family = useIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return Array.Find(addresses, a => a.AddressFamily == family)
            ?? (addresses.Length > 0 ? addresses[0] : throw new SocketException((int)SocketError.HostNotFound, $"{host} has no address."));
    }

    private static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another process listens there already (address already in use). Choose another port, or 0 for a free one.",
        SocketError.AccessDenied => "permission denied. Choose a port above 1023.",
        SocketError.AddressNotAvailable => "this machine has no such address.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name cannot be resolved.",
        _ => e.Message,
    };
}
