using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>
/// Members that an object computes from others. They are written, as people want to see them; what is read must be what the object
/// computes again, else something that they are computed from has not arrived.
/// </summary>
internal static class ComputedMembers
{
    // Another processor may round the last digits otherwise.
    private const double Tolerance = 1e-9;

    [ThreadStatic]
    private static List<(object Owner, JsonPropertyInfo Member, JsonElement Value)>? _read;

    /// <summary>A value is about to be read on this thread.</summary>
    public static void Begin() => _read?.Clear();

    /// <summary>The member in a form that is compared where it cannot be set.</summary>
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
