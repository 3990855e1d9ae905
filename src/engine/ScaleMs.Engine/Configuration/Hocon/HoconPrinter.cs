using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Writes HOCON that parses to the same values.</summary>
internal static class HoconPrinter
{
    private const int Step = 2;

    public static string Print(HoconValue value, int indent = 0)
    {
        var text = new StringBuilder();
        Append(text, value, indent);
        return text.ToString();
    }

    public static string Print(IHoconElement element, int indent = 0)
    {
        var text = new StringBuilder();
        Append(text, element, indent);
        return text.ToString();
    }

    public static string Key(string key) =>
        key.Length > 0 && key != "include" && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : Quoted(key);

    public static string Literal(string? text) =>
        text is null ? "null" :
        text.Length > 0 && text != "null" && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && !text.Contains("//", StringComparison.Ordinal) ? text : Quoted(text);

    private static void Append(StringBuilder text, HoconValue value, int indent)
    {
        if (value.Values.Any(static part => part is HoconBlank) && value.Values.All(static part => part is HoconLiteral))
        {
            // Blanks count between the parts of a string, but at its ends they would be lost unless they are quoted.
            text.Append(Literal(string.Concat(value.Values.Select(static part => part.GetString()))));
            return;
        }

        for (var i = 0; i < value.Values.Count; i++)
        {
            Append(text, value.Values[i], indent);
        }
    }

    private static void Append(StringBuilder text, IHoconElement element, int indent)
    {
        switch (element)
        {
            case HoconObject item:
                Append(text, item, indent);
                break;
            case HoconArray item:
                text.Append('[');
                for (var i = 0; i < item.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Append(text, item[i], indent + Step);
                }

                text.Append(']');
                break;
            case HoconBlank item:
                text.Append(item.Value);
                break;
            default:
                text.Append(element);
                break;
        }
    }

    private static void Append(StringBuilder text, HoconObject item, int indent)
    {
        if (item.Items.Count == 0)
        {
            text.Append("{}");
            return;
        }

        text.Append("{\n");
        foreach (var (key, value) in item.Items)
        {
            text.Append(' ', indent + Step).Append(Key(key)).Append(" : ");
            Append(text, value, indent + Step);
            text.Append('\n');
        }

        text.Append(' ', indent).Append('}');
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
