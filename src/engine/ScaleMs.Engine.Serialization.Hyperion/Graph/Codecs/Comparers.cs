namespace Akka.Serialization.Graph.Codecs;

/// <summary>The comparer of a collection: the usual ones by a number, a program's own as the object that it is.</summary>
internal static class Comparers
{
    private const byte Default = 0;
    private const byte Own = byte.MaxValue;

    private static readonly StringComparer?[] Strings =
    [
        null,
        StringComparer.Ordinal,
        StringComparer.OrdinalIgnoreCase,
        StringComparer.InvariantCulture,
        StringComparer.InvariantCultureIgnoreCase,
    ];

    public static void Write<T>(GraphWriter writer, object? comparer)
    {
        if (comparer is null || Equals(comparer, EqualityComparer<T>.Default) || Equals(comparer, Comparer<T>.Default))
        {
            writer.WriteByte(Default);
            return;
        }

        var known = Array.FindIndex(Strings, candidate => candidate is not null && candidate.Equals(comparer));
        if (known > 0)
        {
            writer.WriteByte((byte)known);
            return;
        }

        writer.WriteByte(Own);
        writer.WriteObject(comparer);
    }

    /// <returns>Null for the default.</returns>
    public static object? Read<T>(GraphReader reader)
    {
        var kind = reader.ReadByte();
        return kind switch
        {
            Default => null,
            Own => reader.ReadObject(null),
            _ when kind < Strings.Length && typeof(T) == typeof(string) => Strings[kind],
            _ => throw Refused.Because($"{kind} is not a comparer of [{typeof(T)}]"),
        };
    }

    public static TComparer? As<TComparer>(object? comparer)
        where TComparer : class => comparer switch
        {
            null => null,
            TComparer typed => typed,
            _ => throw Refused.Because($"a [{comparer.GetType()}] is where a [{typeof(TComparer)}] must be"),
        };
}
