namespace Akka.Configuration.Hocon;

/// <summary>The value of a key or an array's item: usually one element, several when they stand side by side (concatenation).</summary>
public partial class HoconValue : IMightBeAHoconObject
{
    public HoconValue() : this([]) { }

    public HoconValue(List<IHoconElement> values, bool adoptedFromFallback = true) => Values = values;

    public List<IHoconElement> Values { get; }

    /// <summary>No value at all, or an object without keys.</summary>
    public bool IsEmpty => Values.Count == 0 || (Values.Count == 1 && Values[0] is HoconObject { Items.Count: 0 });

    /// <summary>
    /// What the same key was assigned before, kept while this value's shape is not known yet: a substitution may turn out to be
    /// an object, which merges with the earlier one, or may refer to the key itself, which means the earlier value.
    /// </summary>
    internal HoconValue? Prior { get; set; }

    internal HoconResolution Resolution { get; set; }

    public void AppendValue(IHoconElement value) => Values.Add(value);

    public void NewValue(IHoconElement value)
    {
        Values.Clear();
        Values.Add(value);
    }

    public void Clear() => Values.Clear();

    public bool IsObject() => GetObject() is not null;

    public HoconObject? GetObject()
    {
        if (Values.Count == 1)
        {
            return ObjectOf(Values[0]);
        }

        HoconObject? merged = null;
        foreach (var element in Values)
        {
            if (ObjectOf(element) is { } next)
            {
                merged = merged is null ? next : HoconMerge.Over(next, merged);
            }
        }

        return merged;
    }

    public bool IsString() => Values.Count > 0 && Values.TrueForAll(static element => element.IsString());

    public bool IsArray() => Values.Exists(static element => element.IsArray());

    public HoconValue? GetChildObject(string key) => GetObject()?.GetKey(key);

    public Config ToConfig() => new(new HoconRoot(this));

    /// <summary>A configuration in which this value stands at <paramref name="key"/>.</summary>
    public Config AtKey(string key)
    {
        var parent = new HoconObject();
        parent.Items[key] = this;
        return new Config(new HoconRoot(OfObject(parent)));
    }

    public override string ToString() => ToString(0);

    public virtual string ToString(int indent) => HoconPrinter.Print(this, indent);

    internal static HoconValue OfObject(HoconObject value) => new([value]);

    internal bool HasSubstitution => Values.Exists(static element => element is HoconSubstitution);

    private static HoconObject? ObjectOf(IHoconElement element) => element switch
    {
        HoconObject value => value,
        IMightBeAHoconObject value => value.GetObject(),
        _ => null,
    };
}
