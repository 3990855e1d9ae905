using System.Net;
using System.Net.Sockets;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>
/// How a host is spelled in addresses. An actor system takes only messages that spell its own address as it does itself, so every
/// name of the loopback interface becomes <c>127.0.0.1</c>, on all nodes alike.
/// </summary>
internal static class HostName
{
    /// <summary>The one spelling of a host that everybody uses.</summary>
    /// <param name="host">A name or an address.</param>
    public static string Canonical(string host) =>
        !IPAddress.TryParse(host.Trim('[', ']'), out _) && TryResolve(host, out _) is { Length: > 0 } addresses && addresses.All(IPAddress.IsLoopback)
            ? IPAddress.Loopback.ToString()
            : host;

    /// <summary>Says why the host cannot be reached by anybody; null = its name is known.</summary>
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
