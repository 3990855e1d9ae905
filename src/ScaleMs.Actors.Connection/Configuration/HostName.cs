using System.Net;
using System.Net.Sockets;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>
/// Canonical spelling of hosts in addresses. An actor system accepts only messages that spell its address exactly as it does itself, so
/// every name of the loopback interface becomes <c>127.0.0.1</c>, on all nodes.
/// </summary>
internal static class HostName
{
    /// <summary>The spelling of a host that all nodes use.</summary>
    /// <param name="host">A name or an address.</param>
    public static string Canonical(string host) =>
        !IPAddress.TryParse(host.Trim('[', ']'), out _) && TryResolve(host, out _) is { Length: > 0 } addresses && addresses.All(IPAddress.IsLoopback)
            ? IPAddress.Loopback.ToString()
            : host;

    /// <summary>Why the host name cannot be resolved; null = it can.</summary>
    public static string? Problem(string host) =>
        TryResolve(host.Trim('[', ']'), out var problem).Length > 0 ? null : $"the host '{host}' is not known: {problem}";

    private static IPAddress[] TryResolve(string host, out string? problem)
    {
        try
        {
            problem = null;
            return Dns.GetHostAddresses(host);
        }
        catch (SocketException error)
        {
            problem = error.Message;
            return [];
        }
    }
}
