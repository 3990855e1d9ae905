namespace Akka.Actor;

/// <summary>Reads paths that have no address.</summary>
public static class RelativeActorPath
{
    /// <summary>The names of a relative path, or null when it is an absolute one.</summary>
    public static IEnumerable<string>? Unapply(string addr)
    {
        if (addr.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var hash = addr.IndexOf('#', StringComparison.Ordinal);
        return Uri.IsWellFormedUriString(hash < 0 ? addr : addr[..hash], UriKind.RelativeOrAbsolute) ? addr.Split('/') : null;
    }
}
