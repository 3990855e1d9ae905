using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Keys with their values, in the order in which they were written.</summary>
public class HoconObject : IHoconElement
{
    public Dictionary<string, HoconValue> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>The same tree in dictionaries, lists and strings.</summary>
    public IDictionary<string, object?> Unwrapped =>
        Items.ToDictionary(item => item.Key, item => Unwrap(item.Value), StringComparer.Ordinal);

    public bool IsString() => false;

    public string? GetString() => throw new ConfigurationException("expected a string, found an object");

    public bool IsArray() => false;

    /// <summary>An object whose keys are numbers read as an array, ordered by those numbers.</summary>
    public IList<HoconValue> GetArray()
    {
        var indexed = new SortedList<int, HoconValue>();
        foreach (var (key, value) in Items)
        {
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                indexed[index] = value;
            }
        }

        return indexed.Count > 0 ? indexed.Values : throw new ConfigurationException("expected an array, found an object");
    }

    public HoconValue? GetKey(string key) => Items.GetValueOrDefault(key);

    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
        {
            Items[key] = value = new HoconValue();
        }

        return value;
    }

    /// <summary>Takes over what <paramref name="other"/> has; its values win except where both are objects, which are merged.</summary>
    public void Merge(HoconObject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (key, value) in other.Items)
        {
            HoconMerge.Assign(this, key, value);
        }
    }

    public override string ToString() => ToString(0);

    public string ToString(int indent) => HoconPrinter.Print(this, indent);

    private static object? Unwrap(HoconValue value) =>
        value.GetObject() is { } nested ? nested.Unwrapped :
        value.IsArray() ? value.GetArray().Select(Unwrap).ToList() :
        value.GetString();
}
