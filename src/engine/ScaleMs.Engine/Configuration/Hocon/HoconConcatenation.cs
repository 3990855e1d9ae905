using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Elements that stand side by side make one: strings join, arrays append, objects merge; a mixture is an error.</summary>
internal static class HoconConcatenation
{
    // A substitution can double a text on every line; no honest configuration comes near these.
    private const int MaxLength = 16 * 1024 * 1024;
    private const int MaxItems = 1024 * 1024;

    public static IHoconElement Join(List<IHoconElement> elements) =>
        elements.Count == 1 ? elements[0] :
        elements.Exists(static element => element is HoconObject) ? Merge(elements) :
        elements.Exists(static element => element is HoconArray) ? Append(elements) : Text(elements);

    private static HoconObject Merge(List<IHoconElement> elements)
    {
        HoconObject? merged = null;
        foreach (var element in elements)
        {
            if (element is not HoconBlank)
            {
                var next = element as HoconObject ?? throw Mixed(element, "an object");
                merged = merged is null ? next : HoconMerge.Over(next, merged);
            }
        }

        return merged!;
    }

    private static HoconArray Append(List<IHoconElement> elements)
    {
        var joined = new HoconArray();
        foreach (var element in elements)
        {
            if (element is not HoconBlank)
            {
                joined.AddRange(element as HoconArray ?? throw Mixed(element, "an array"));
            }

            if (joined.Count > MaxItems)
            {
                throw new ConfigurationException($"substitutions make an array of more than {MaxItems} items");
            }
        }

        return joined;
    }

    private static HoconLiteral Text(List<IHoconElement> elements)
    {
        var text = new StringBuilder();
        foreach (var element in elements)
        {
            text.Append(element.GetString() ?? "null");
            if (text.Length > MaxLength)
            {
                throw new ConfigurationException($"substitutions make a string of more than {MaxLength} characters");
            }
        }

        return new HoconLiteral { Value = text.ToString() };
    }

    private static ConfigurationException Mixed(IHoconElement element, string other) =>
        new($"{(element is HoconLiteral ? $"the string {element}" : element is HoconArray ? "an array" : "an object")} cannot stand beside {other} in one value");
}
