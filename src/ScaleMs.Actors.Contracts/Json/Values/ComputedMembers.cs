using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>
/// Members that an object computes from others. They are written for human readers. On reading, the received value must equal the one
/// the new object computes; a difference means that a member it depends on was not transferred.
/// </summary>
internal static class ComputedMembers
{
    // Another processor may round the last digits differently.
    private const double Tolerance = 1e-9;

    [ThreadStatic]
    private static List<(object Owner, JsonPropertyInfo Member, JsonElement Value)>? _read;

    /// <summary>Called before a value is read on this thread.</summary>
    public static void Begin() => _read?.Clear();

    /// <summary>Wraps the member so that it is compared instead of set.</summary>
    public static JsonPropertyInfo Of(JsonTypeInfo type, JsonPropertyInfo member)
    {
        var computed = type.CreateJsonPropertyInfo(typeof(JsonElement), member.Name);
        computed.Get = owner => JsonSerializer.SerializeToElement(member.Get!(owner), member.PropertyType, type.Options);
        computed.Set = (owner, value) => (_read ??= []).Add((owner, computed, (JsonElement)value!));
        computed.ShouldSerialize = member.ShouldSerialize;
        var before = type.OnDeserialized;
        type.OnDeserialized = owner =>
        {
            before?.Invoke(owner);
            Compare(type, owner, computed);
        };
        return computed;
    }

    private static void Compare(JsonTypeInfo type, object owner, JsonPropertyInfo member)
    {
        if (_read?.FindIndex(one => ReferenceEquals(one.Owner, owner) && one.Member == member) is not { } index || index < 0)
        {
            return;
        }

        var expected = _read[index].Value;
        _read.RemoveAt(index);
        var actual = (JsonElement)member.Get!(owner)!;
        if (!AreEqual(expected, actual))
        {
            throw new JsonException(
                $"{type.Type} has no way to set '{member.Name}' to {expected.GetRawText()}; it computes {actual.GetRawText()} from what has arrived. Give it a constructor or setters for all that it holds");
        }
    }

    private static bool AreEqual(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.Number && other.ValueKind == JsonValueKind.Number && one.TryGetDouble(out var a) && other.TryGetDouble(out var b)
            ? a.Equals(b) || Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b))
            : JsonElement.DeepEquals(one, other);
}
