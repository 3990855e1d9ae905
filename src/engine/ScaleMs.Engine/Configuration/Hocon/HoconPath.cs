namespace Akka.Configuration.Hocon;

/// <summary>Paths such as <c>akka.actor."a key with . inside".x</c>.</summary>
internal static class HoconPath
{
    public static HoconValue? Find(HoconValue root, string path)
    {
        var value = root;
        var rest = path.AsSpan();
        var more = true;
        while (more)
        {
            if (value.GetObject() is not { } parent)
            {
                return null;
            }

            if (!parent.Items.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Next(ref rest, out more), out value))
            {
                return null;
            }
        }

        return value;
    }

    public static List<string> Split(string path)
    {
        var keys = new List<string>();
        var rest = path.AsSpan();
        bool more;
        do
        {
            keys.Add(Next(ref rest, out more).ToString());
        }
        while (more);
        return keys;
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest, out bool more)
    {
        if (rest.StartsWith('"') && rest[1..].IndexOf('"') is >= 0 and var length && (length + 2 == rest.Length || rest[length + 2] == '.'))
        {
            var quoted = rest.Slice(1, length);
            more = length + 2 < rest.Length;
            rest = more ? rest[(length + 3)..] : default;
            return quoted;
        }

        var dot = rest.IndexOf('.');
        more = dot >= 0;
        var key = more ? rest[..dot] : rest;
        rest = more ? rest[(dot + 1)..] : default;
        return key;
    }
}
