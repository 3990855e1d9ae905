using System.Text.Json;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Converts a JSON value to a parameter's type and gives the cost of the conversion: 0 fits best.</summary>
internal static class ArgumentConversion
{
    /// <summary>Costs from here on are for objects and lists, which C# has no literals for.</summary>
    public const int ThroughSerializer = 10 * NumberConversion.Cast;

    // Far enough apart that additions within a group do not reach the next one.
    private const int SingleCharacter = NumberConversion.Cast;
    private const int NamedNumber = 2 * NumberConversion.Cast;
    private const int AsIs = 1_000_000;
    private const int ToObject = 2_000_000;

    // The cost of a list is determined from its first elements.
    private const int ElementsLookedAt = 8;

    /// <summary>Converts an argument.</summary>
    /// <param name="json">The argument.</param>
    /// <param name="type">The parameter's type.</param>
    /// <param name="value">The converted value.</param>
    /// <param name="cost">The cost; of two parameters, the one with the lower cost suits this argument better.</param>
    /// <param name="problem">Why it cannot be converted, when there is more to say than that the type differs.</param>
    public static bool TryConvert(JsonElement json, Type type, out object? value, out int cost, out string? problem)
    {
        (value, cost, problem) = (null, 0, null);
        if (type == typeof(JsonElement))
        {
            (value, cost) = (json, AsIs);
            return true;
        }

        if (type == typeof(object))
        {
            (value, cost) = (Natural(json), ToObject);
            return true;
        }

        if (json.ValueKind is JsonValueKind.Null)
        {
            return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ValueJson.HasConverter(type))
        {
            cost = ThroughSerializer;
            return TrySerializer(json, type, out value, out problem);
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.Number:
                cost = NumberConversion.Cost(json, type);
                return NumberConversion.TryConvert(json, type, out value) ?? TrySerializer(json, type, out value, out problem);
            case JsonValueKind.True or JsonValueKind.False when type == typeof(bool):
                value = json.ValueKind == JsonValueKind.True;
                return true;
            case JsonValueKind.String when type == typeof(string):
                value = json.GetString();
                return true;
            case JsonValueKind.String when type == typeof(char):
                cost = SingleCharacter;
                value = json.GetString() is [var single] ? single : null;
                return value is not null;
            case JsonValueKind.String when NumberConversion.CostOfNamed(type) is { } named:
                cost = NamedNumber + named;
                return json.GetString() is "NaN" or "Infinity" or "-Infinity" && TrySerializer(json, type, out value, out problem);
            case JsonValueKind.Object when NumberConversion.CostOfNamed(type) is { } named && PythonFloats.NameOf(json) is not null:
                cost = NamedNumber + named;
                return TrySerializer(json, type, out value, out problem);
            default:
                cost = ThroughSerializer + (json.ValueKind == JsonValueKind.Array ? ListCost(json, type) : 0);
                return MayBe(json, type) && TrySerializer(json, type, out value, out problem);
        }
    }

    /// <summary>False when the type certainly cannot fit. Saves an exception of the serializer for each overload that is tried.</summary>
    private static bool MayBe(JsonElement json, Type type) => type.IsEnum || Type.GetTypeCode(type) switch
    {
        TypeCode.Object => true,
        TypeCode.DateTime => json.ValueKind is JsonValueKind.String,
        _ => false,
    };

    /// <summary>An array is better than a list, and a list than an interface; but the fit of the elements counts first.</summary>
    private static int ListCost(JsonElement json, Type type)
    {
        var element = type.IsSZArray ? type.GetElementType() : ElementOf(type) ?? type.GetInterfaces().Select(ElementOf).FirstOrDefault(static found => found is not null);
        var worst = 0;
        foreach (var one in element is null ? [] : json.EnumerateArray().Take(ElementsLookedAt))
        {
            worst = Math.Max(worst, TryConvert(one, element!, out _, out var cost, out _) ? Math.Min(cost, ThroughSerializer) : ThroughSerializer);
        }

        return (3 * worst) + (type.IsSZArray ? 0 : type.IsInterface ? 2 : 1);
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type.GetGenericArguments()[0] : null;

    private static bool TrySerializer(JsonElement json, Type type, out object? value, out string? problem)
    {
        (value, problem) = (null, null);
        try
        {
            value = ValueJson.Decode(json, type);
            return value is not null;
        }
        catch (JsonException error)
        {
            problem = error.Path is { Length: > 1 } path ? $"{WithoutPlace(error.Message)} (at {path})" : WithoutPlace(error.Message);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            problem = WithoutPlace(error.Message);
        }

        return false;
    }

    /// <summary>Removes the path, which is reported separately, and line numbers of a text the user does not have.</summary>
    private static string WithoutPlace(string message) => message.IndexOf(" Path: ", StringComparison.Ordinal) is > 0 and var at ? message[..at] : message;

    private static object? Natural(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt64(out var integer) => integer,
        JsonValueKind.Number => json.GetDouble(),
        _ => json,
    };
}
