using System.Net;
using System.Net.Sockets;
using ScaleMs.Actors.Configuration;

namespace ScaleMs.Actors.Master;

/// <summary>Other names of a host under which an actor system there may know itself.</summary>
internal static class HostSpellings
{
    private const string Localhost = "localhost";

    /// <summary>The host's IPv4 addresses and, where it is this machine, the names of its loopback interface.</summary>
    /// <param name="host">A name or an address.</param>
    /// <exception cref="InvalidConfigurationException">No such name is known.</exception>
    public static IEnumerable<string> Of(string host)
    {
        var addresses = Resolve(host);
        var isHere = host == Localhost || host == Dns.GetHostName() || addresses.Any(IPAddress.IsLoopback);
        return addresses.Where(static address => address.AddressFamily == AddressFamily.InterNetwork).Select(static address => address.ToString())
            .Concat(isHere ? [IPAddress.Loopback.ToString(), Localhost] : [])
            .Where(other => other != host)
            .Distinct(StringComparer.Ordinal);
    }

    private static IPAddress[] Resolve(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return [address];
        }

        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (SocketException error)
        {
            throw new InvalidConfigurationException($"the host '{host}' is not known: {error.Message}", error);
        }
    }
}
