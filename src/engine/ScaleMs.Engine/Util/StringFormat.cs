namespace Akka.Util;

public static class StringFormat
{
    public static string SafeJoin(string separator, params object?[] args) =>
        string.Join(separator, args.Select(static arg => arg?.ToString() ?? "null"));
}
