using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>
/// JSON as printed by Python's <c>json.dumps(value, sort_keys=True, separators=(",", ":"))</c>: keys in order of code points, non-ASCII characters escaped,
/// numbers as Python's <c>repr</c>. Equal documents give equal bytes, from which uids are computed. Every task's document passes
/// through here, so parts that are canonical already are copied as bytes.
/// </summary>
internal static class CanonicalJson
{
    private static readonly SearchValues<byte> Verbatim = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (byte)c).Where(static c => c is not ((byte)'"' or (byte)'\\'))]);

    /// <summary>Appends the canonical form of a document.</summary>
    public static void Write(ReadOnlyMemory<byte> utf8Json, IBufferWriter<byte> output)
    {
        using var document = JsonDocument.Parse(utf8Json);
        Write(document.RootElement, output);
    }

    private static void Write(JsonElement value, IBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                var quoted = JsonMarshal.GetRawUtf8Value(value);
                if (IsVerbatim(quoted[1..^1]))
                {
                    output.Write(quoted);
                }
                else
                {
                    WriteEscaped(value.GetString()!, output);
                }

                break;
            case JsonValueKind.Number:
                WriteNumber(JsonMarshal.GetRawUtf8Value(value), output);
                break;
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private static void WriteObject(JsonElement value, IBufferWriter<byte> output)
    {
        var count = value.GetPropertyCount();
        var members = ArrayPool<Member>.Shared.Rent(count);
        try
        {
            count = 0;
            foreach (var property in value.EnumerateObject())
            {
                members[count] = new Member(property, count);
                count++;
            }

            var sorted = members.AsSpan(0, count);
            sorted.Sort();
            output.Write("{"u8);
            var first = true;
            for (var i = 0; i < count; i++)
            {
                // The last of several equal keys wins, as in Python.
                if (i + 1 < count && sorted[i].Name.SequenceEqual(sorted[i + 1].Name))
                {
                    continue;
                }

                WriteComma(ref first, output);
                WriteName(sorted[i].Name, output);
                output.Write(":"u8);
                Write(sorted[i].Value, output);
            }

            output.Write("}"u8);
        }
        finally
        {
            ArrayPool<Member>.Shared.Return(members, clearArray: true);
        }
    }

    private static void WriteArray(JsonElement value, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var element in value.EnumerateArray())
        {
            WriteComma(ref first, output);
            Write(element, output);
        }

        output.Write("]"u8);
    }

    private static void WriteComma(ref bool first, IBufferWriter<byte> output)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        first = false;
    }

    private static void WriteName(ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        if (IsVerbatim(name))
        {
            output.Write("\""u8);
            output.Write(name);
            output.Write("\""u8);
        }
        else
        {
            WriteEscaped(Encoding.UTF8.GetString(name), output);
        }
    }

    private static bool IsVerbatim(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Verbatim);

    private static void WriteEscaped(string text, IBufferWriter<byte> output)
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

        Encoding.ASCII.GetBytes(escaped.Append('"').ToString(), output);
    }

    private static void WriteNumber(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            // JSON has no leading zeros or plus signs, so Python prints only a negative zero differently.
            output.Write(text.SequenceEqual("-0"u8) ? "0"u8 : text);
        }
        else
        {
            Encoding.ASCII.GetBytes(PythonRepr(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)), output);
        }
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

        // .NET's E16 is not the shortest form; R is, but places the point differently. Take R's digits and place the point as Python does.
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

    /// <summary>A key with its value. Sorting UTF-8 by bytes sorts by code point; sorting UTF-16 does not.</summary>
    private readonly struct Member(JsonProperty property, int position) : IComparable<Member>
    {
        private readonly byte[]? _unescaped =
            JsonMarshal.GetRawUtf8PropertyName(property).Contains((byte)'\\') ? Encoding.UTF8.GetBytes(property.Name) : null;

        public ReadOnlySpan<byte> Name => _unescaped ?? JsonMarshal.GetRawUtf8PropertyName(property);

        public JsonElement Value => property.Value;

        private int Position => position;

        public int CompareTo(Member other) => Name.SequenceCompareTo(other.Name) is not 0 and var order ? order : position.CompareTo(other.Position);
    }
}
