using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Akka.Actor;

public sealed partial class Address
{
    private static readonly SearchValues<char> NotInSystem = SearchValues.Create(" :?#[]");

    /// <summary>Reads an address.</summary>
    /// <exception cref="UriFormatException">It is not one.</exception>
    public static Address Parse(string address) => TryParse(address, out Address? parsed)
        ? parsed
        : throw new UriFormatException($"[{address}] is not an address: expected protocol://system@host:port or protocol://system");

    /// <summary>Reads an address; what follows it is ignored.</summary>
    public static bool TryParse(string path, [MaybeNullWhen(false)] out Address address) =>
        TryParse(path.AsSpan(), out address, out _);

    /// <summary>Reads an address and what follows it, which starts with a slash.</summary>
    public static bool TryParse(string path, [MaybeNullWhen(false)] out Address address, [MaybeNullWhen(false)] out string absolutUri)
    {
        var ok = TryParse(path.AsSpan(), out address, out var rest);
        absolutUri = ok ? rest.ToString() : null;
        return ok;
    }

    /// <summary>Reads an address; what follows it is ignored.</summary>
    public static bool TryParse(ReadOnlySpan<char> span, [MaybeNullWhen(false)] out Address address) => TryParse(span, out address, out _);

    /// <summary>Reads an address and what follows it, which starts with a slash.</summary>
    public static bool TryParse(ReadOnlySpan<char> span, [MaybeNullWhen(false)] out Address address, out ReadOnlySpan<char> absolutUri)
    {
        address = null;
        absolutUri = default;
        var colon = span.IndexOf("://");
        if (colon <= 0 || !IsProtocol(span[..colon]))
        {
            return false;
        }

        var rest = span[(colon + 3)..];
        var slash = rest.IndexOf('/');
        absolutUri = slash < 0 ? "/" : rest[slash..];
        var authority = slash < 0 ? rest : rest[..slash];
        return TryParseAuthority(span[..colon], authority, out address);
    }

    private static bool TryParseAuthority(
        ReadOnlySpan<char> protocol, ReadOnlySpan<char> authority, [MaybeNullWhen(false)] out Address address)
    {
        address = null;
        var at = authority.IndexOf('@');
        var system = at < 0 ? authority : authority[..at];
        if (system.IsEmpty || system.ContainsAny(NotInSystem))
        {
            return false;
        }

        if (at < 0)
        {
            address = new Address(protocol.ToString(), system.ToString());
            return true;
        }

        var hostPort = authority[(at + 1)..];
        var colon = hostPort.LastIndexOf(':');
        var bracket = hostPort.LastIndexOf(']');
        if (colon <= bracket)
        {
            return false;
        }

        var host = hostPort[..colon];
        if (host.IsEmpty || (bracket < 0 && host.Contains(':'))
            || !int.TryParse(hostPort[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
        {
            return false;
        }

        address = new Address(protocol.ToString(), system.ToString(), host.ToString(), port);
        return true;
    }

    private static bool IsProtocol(ReadOnlySpan<char> protocol)
    {
        foreach (var c in protocol)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '+'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(protocol[0]);
    }
}
