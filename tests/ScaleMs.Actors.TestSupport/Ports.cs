using System.Net;
using System.Net.Sockets;

namespace ScaleMs.Actors.TestSupport;

/// <summary>Ports for tests.</summary>
public static class Ports
{
    /// <summary>A port of the loopback address that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
