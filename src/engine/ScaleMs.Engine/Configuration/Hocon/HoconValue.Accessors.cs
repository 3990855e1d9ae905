using System.Globalization;

namespace Akka.Configuration.Hocon;

public partial class HoconValue
{
    public string? GetString() => Values.Count switch
    {
        0 => null,
        1 => Values[0].GetString(),
        _ => string.Concat(Values.Select(static element => element.GetString())),
    };

    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var text => throw Unreadable(text, "a boolean (true, false, on, off, yes or no)"),
    };

    public byte GetByte() => Number<byte>(static text => byte.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null, "a byte (0 to 255)");

    public int GetInt() => Number<int>(static text => Whole(text) is >= int.MinValue and <= int.MaxValue and var value ? (int)value : null, "an integer");

    public long GetLong() => Number(Whole, "an integer");

    public float GetFloat() => (float)GetDouble();

    public double GetDouble() =>
        Number<double>(static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null, "a number");

    public decimal GetDecimal() =>
        Number<decimal>(static text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null, "a number");

    public TimeSpan GetTimeSpan(bool allowInfinite = true) =>
        Number<TimeSpan>(allowInfinite ? HoconUnits.DurationOrInfinite : HoconUnits.Duration, allowInfinite ? "a duration such as 500ms, 3 s, 2 minutes, or infinite" : "a duration such as 500ms, 3 s, 2 minutes");

    public long? GetByteSize() => Number(HoconUnits.Size, "a size in bytes such as 512, 64 KiB or 10 MB");

    /// <summary>The items; a <see cref="ConfigurationException"/> when the value is not an array.</summary>
    public IList<HoconValue> GetArray()
    {
        switch (Values.Count)
        {
            case 0:
                return [];
            case 1:
                return Values[0].GetArray();
        }

        var items = new List<HoconValue>();
        foreach (var element in Values)
        {
            items.AddRange(element.GetArray());
        }

        return items;
    }

    public IList<bool> GetBooleanList() => List(static value => value.GetBoolean());

    public IList<byte> GetByteList() => List(static value => value.GetByte());

    public IList<int> GetIntList() => List(static value => value.GetInt());

    public IList<long> GetLongList() => List(static value => value.GetLong());

    public IList<float> GetFloatList() => List(static value => value.GetFloat());

    public IList<double> GetDoubleList() => List(static value => value.GetDouble());

    public IList<decimal> GetDecimalList() => List(static value => value.GetDecimal());

    public IList<string> GetStringList() => List(static value => value.GetString()!);

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value :
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue ? (long)exact : null;

    private static ConfigurationException Unreadable(string? text, string expected) =>
        new($"expected {expected}, found {(text is null ? "nothing" : $"[{text}]")}");

    private List<T> List<T>(Func<HoconValue, T> read)
    {
        var array = GetArray();
        var list = new List<T>(array.Count);
        foreach (var item in array)
        {
            list.Add(read(item));
        }

        return list;
    }

    private T Number<T>(Func<string, T?> parse, string expected) where T : struct
    {
        var text = GetString();
        return (text is null ? null : parse(text)) ?? throw Unreadable(text, expected);
    }
}
