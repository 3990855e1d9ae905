using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor;

public abstract partial class ActorPath
{
    /// <summary>The characters that a name may have besides ASCII letters, digits and percent-encoded ones.</summary>
    public const string ValidSymbols = @"""-_.*$+:@&=,!~';""()";

    private static readonly SearchValues<char> ValidCharacters =
        SearchValues.Create(ValidSymbols + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Whether a user may name an actor so.</summary>
    public static bool IsValidPathElement(string s) => !string.IsNullOrEmpty(s) && s[0] != '$' && HasValidCharacters(s);

    /// <summary>Reads a full path: an address, then the names.</summary>
    /// <exception cref="UriFormatException">It is not one.</exception>
    public static ActorPath Parse(string path) => TryParse(path, out var parsed)
        ? parsed
        : throw new UriFormatException($"[{path}] is not an actor path: expected protocol://system@host:port/name/name");

    /// <summary>Reads a full path: an address, then the names.</summary>
    public static bool TryParse(string path, [MaybeNullWhen(false)] out ActorPath actorPath)
    {
        actorPath = null;
        return TryParseAddress(path, out var address, out var rest) && TryParse(new RootActorPath(address), rest, out actorPath);
    }

    /// <summary>Reads the names below a path.</summary>
    public static bool TryParse(ActorPath basePath, string absoluteUri, [MaybeNullWhen(false)] out ActorPath actorPath) =>
        TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    /// <summary>Reads the names below a path.</summary>
    public static bool TryParse(ActorPath basePath, ReadOnlySpan<char> absoluteUri, [MaybeNullWhen(false)] out ActorPath actorPath)
    {
        actorPath = basePath;
        while (!absoluteUri.IsEmpty)
        {
            var slash = absoluteUri.IndexOf('/');
            var element = slash < 0 ? absoluteUri : absoluteUri[..slash];
            absoluteUri = slash < 0 ? default : absoluteUri[(slash + 1)..];
            if (!element.IsEmpty)
            {
                actorPath /= element.ToString();
            }
        }

        return true;
    }

    /// <summary>Reads the address of a full path.</summary>
    public static bool TryParseAddress(string path, [MaybeNullWhen(false)] out Address address) => Address.TryParse(path, out address);

    /// <summary>Reads the address of a full path and what follows it.</summary>
    public static bool TryParseAddress(
        string path, [MaybeNullWhen(false)] out Address address, out ReadOnlySpan<char> absoluteUri) =>
        Address.TryParse(path.AsSpan(), out address, out absoluteUri);

    /// <summary>Splits a full path into its address and the rest.</summary>
    public static bool TryParseParts(ReadOnlySpan<char> path, out ReadOnlySpan<char> address, out ReadOnlySpan<char> absoluteUri)
    {
        var colon = path.IndexOf("://");
        if (colon < 0)
        {
            address = default;
            absoluteUri = path;
            return false;
        }

        var slash = path[(colon + 3)..].IndexOf('/');
        address = slash < 0 ? path : path[..(colon + 3 + slash)];
        absoluteUri = slash < 0 ? "/" : path[(colon + 3 + slash)..];
        return true;
    }

    private static bool HasValidCharacters(ReadOnlySpan<char> name)
    {
        while (true)
        {
            var bad = name.IndexOfAnyExcept(ValidCharacters);
            if (bad < 0)
            {
                return true;
            }

            if (name[bad] != '%' || bad + 2 >= name.Length || !char.IsAsciiHexDigit(name[bad + 1]) || !char.IsAsciiHexDigit(name[bad + 2]))
            {
                return false;
            }

            name = name[(bad + 3)..];
        }
    }
}
