using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Executors.Functions;

/// <summary>Turns a JSON value into a parameter's type and says how far it had to be bent: 0 fits best.</summary>
internal static class ArgumentConversion
{
    private const int ThroughSerializer = 8;
    private const int AsIs = 14;
    private const int ToObject = 15;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Preference among the types that take a number without fraction; the rest follows in no particular order.</summary>
    private static readonly Type[] IntegerPreference =
        [typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(uint), typeof(ulong), typeof(short), typeof(byte), typeof(float)];

    private static readonly Type[] FractionPreference = [typeof(double), typeof(decimal), typeof(float), typeof(Half)];

    public static bool TryConvert(JsonElement json, Type type, out object? value, out int cost)
    {
        (value, cost) = (null, 0);
        if (type == typeof(JsonElement))
        {
            (value, cost) = (json, AsIs);
            return true;
        }

        if (json.ValueKind is JsonValueKind.Null)
        {
            return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        }

        if (type == typeof(object))
        {
            (value, cost) = (Natural(json), ToObject);
            return true;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        switch (json.ValueKind)
        {
            case JsonValueKind.Number:
                return TryNumber(json, type, out value, out cost);
            case JsonValueKind.True or JsonValueKind.False when type == typeof(bool):
                value = json.ValueKind == JsonValueKind.True;
                return true;
            case JsonValueKind.String when type == typeof(string):
                value = json.GetString();
                return true;
            case JsonValueKind.String when type == typeof(char):
                cost = 1;
                value = json.GetString() is [var single] ? single : null;
                return value is not null;
            default:
                cost = ThroughSerializer;
                return MayBe(json, type) && TrySerializer(json, type, out value);
        }
    }

    /// <summary>False where it is certain without the serializer, whose refusal is an exception: overloads are tried one after another.</summary>
    private static bool MayBe(JsonElement json, Type type) => type.IsEnum || Type.GetTypeCode(type) switch
    {
        TypeCode.Object => true,
        TypeCode.DateTime => json.ValueKind is JsonValueKind.String,
        TypeCode.Double or TypeCode.Single => json.ValueKind is JsonValueKind.String && json.GetString() is "NaN" or "Infinity" or "-Infinity",
        _ => false,
    };

    private static bool TryNumber(JsonElement json, Type type, out object? value, out int cost)
    {
        var isInteger = !json.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');
        cost = Array.IndexOf(isInteger ? IntegerPreference : FractionPreference, type);
        value = null;
        if (cost < 0)
        {
            cost = isInteger ? IntegerPreference.Length : FractionPreference.Length;
        }

        if (type.IsEnum || type == typeof(Half))
        {
            return TrySerializer(json, type, out value);
        }

        value = Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => json.TryGetInt32(out var number) ? number : null,
            TypeCode.Int64 => json.TryGetInt64(out var number) ? number : null,
            TypeCode.Double => json.TryGetDouble(out var number) ? number : null,
            TypeCode.Single => json.TryGetSingle(out var number) ? number : null,
            TypeCode.Decimal => json.TryGetDecimal(out var number) ? number : null,
            TypeCode.Byte => json.TryGetByte(out var number) ? number : null,
            TypeCode.SByte => json.TryGetSByte(out var number) ? number : null,
            TypeCode.Int16 => json.TryGetInt16(out var number) ? number : null,
            TypeCode.UInt16 => json.TryGetUInt16(out var number) ? number : null,
            TypeCode.UInt32 => json.TryGetUInt32(out var number) ? number : null,
            TypeCode.UInt64 => json.TryGetUInt64(out var number) ? number : null,
            TypeCode.Object when type == typeof(nint) => json.TryGetInt64(out var number) ? (nint)number : null,
            TypeCode.Object when type == typeof(nuint) => json.TryGetUInt64(out var number) ? (nuint)number : null,
            TypeCode.Object => TrySerializer(json, type, out var other) ? other : null,
            _ => null,
        };
        return value is not null;
    }

    private static bool TrySerializer(JsonElement json, Type type, out object? value)
    {
        try
        {
            value = json.Deserialize(type, Options);
            return value is not null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or FormatException or OverflowException)
        {
            value = null;
            return false;
        }
    }

    private static object? Natural(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt64(out var integer) => integer,
        JsonValueKind.Number => json.GetDouble(),
        _ => json,
    };
}
