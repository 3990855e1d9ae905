using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// JSON as Python's <c>json.dumps(value, sort_keys=True)</c> prints it: keys in order of code points, everything outside ASCII
/// escaped, numbers as Python's <c>repr</c>. Equal documents give equal bytes, which is what identities are made of.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>What stands between the parts.</summary>
    public enum Style
    {
        /// <summary><c>separators=(",", ":")</c></summary>
        Compact,

        /// <summary>Python's default, <c>", "</c> and <c>": "</c>.</summary>
        PythonDefault,
    }

    public static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> utf8Json, Style style)
    {
        var reader = new Utf8JsonReader(utf8Json);
        using var document = JsonDocument.ParseValue(ref reader);
        var output = new ArrayBufferWriter<byte>(utf8Json.Length + 64);
        Write(document.RootElement, style, output);
        return output.WrittenSpan;
    }

    private static void Write(JsonElement value, Style style, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, style, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, style, output);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetRawText(), output);
                break;
            default:
                output.Write(value.ValueKind switch
                {
                    JsonValueKind.True => "true"u8,
                    JsonValueKind.False => "false"u8,
                    _ => "null"u8,
                });
                break;
        }
    }

    private static void WriteObject(JsonElement value, Style style, ArrayBufferWriter<byte> output)
    {
        // The last of several equal keys counts, as in Python.
        var members = new SortedDictionary<string, JsonElement>(CodePointComparer.Instance);
        foreach (var property in value.EnumerateObject())
        {
            members[property.Name] = property.Value;
        }

        output.Write("{"u8);
        var first = true;
        foreach (var (key, member) in members)
        {
            WriteComma(ref first, style, output);
            WriteString(key, output);
            output.Write(style == Style.Compact ? ":"u8 : ": "u8);
            Write(member, style, output);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement value, Style style, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var element in value.EnumerateArray())
        {
            WriteComma(ref first, style, output);
            Write(element, style, output);
        }

        output.Write("]"u8);
    }

    private static void WriteComma(ref bool first, Style style, ArrayBufferWriter<byte> output)
    {
        if (!first)
        {
            output.Write(style == Style.Compact ? ","u8 : ", "u8);
        }

        first = false;
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\f' => escaped.Append("\\f"),
                '\b' => escaped.Append("\\b"),
                < ' ' or > '~' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        WriteAscii(escaped.Append('"').ToString(), output);
    }

    private static void WriteNumber(string text, ArrayBufferWriter<byte> output)
    {
        var isInteger = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        WriteAscii(
            isInteger ? BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
                : PythonRepr(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
            output);
    }

    /// <summary>Shortest text that reads back as the same number; exponent form outside 1e-4 … 1e16, with at least two digits.</summary>
    private static string PythonRepr(double number)
    {
        if (!double.IsFinite(number))
        {
            return number > 0 ? "Infinity" : "-Infinity";
        }

        if (number == 0)
        {
            return double.IsNegative(number) ? "-0.0" : "0.0";
        }

        // .NET's E16 is not the shortest; R is, but chooses its own form. Take R's digits and place the point as Python does.
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var sign = shortest[0] == '-' ? "-" : "";
        var body = shortest.AsSpan(sign.Length);
        var exponent = 0;
        var e = body.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(body[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            body = body[..e];
        }

        var point = body.IndexOf('.');
        var digits = point < 0 ? body.ToString() : string.Concat(body[..point], body[(point + 1)..]);
        var pointAt = (point < 0 ? body.Length : point) + exponent;
        var leadingZeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[leadingZeros..].TrimEnd('0');
        pointAt -= leadingZeros;

        var decimalExponent = pointAt - 1;
        if (decimalExponent is < -4 or >= 16)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{sign}{mantissa}e{(decimalExponent < 0 ? '-' : '+')}{Math.Abs(decimalExponent):00}");
        }

        return sign + (pointAt <= 0 ? $"0.{new string('0', -pointAt)}{digits}"
            : pointAt >= digits.Length ? $"{digits.PadRight(pointAt, '0')}.0"
            : $"{digits[..pointAt]}.{digits[pointAt..]}");
    }

    private static void WriteAscii(string text, ArrayBufferWriter<byte> output) => Encoding.ASCII.GetBytes(text, output);

    /// <summary>UTF-16 order differs from code point order where surrogates meet U+E000 … U+FFFF.</summary>
    private sealed class CodePointComparer : IComparer<string>
    {
        public static readonly CodePointComparer Instance = new();

        public int Compare(string? x, string? y)
        {
            var (a, b) = (x!, y!);
            for (var i = 0; i < a.Length && i < b.Length; i++)
            {
                if (a[i] != b[i])
                {
                    return char.IsSurrogate(a[i]) == char.IsSurrogate(b[i]) ? a[i].CompareTo(b[i]) : char.IsSurrogate(a[i]) ? 1 : -1;
                }
            }

            return a.Length.CompareTo(b.Length);
        }
    }
}
