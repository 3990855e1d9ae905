using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Samples;

/// <summary>Atoms as texts: <c>"argon@1.5"</c>.</summary>
public sealed class AtomConverter : JsonConverter<Atom>
{
    public override Atom Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!.Split('@') is [var name, var position]
            ? new Atom(name, double.Parse(position, CultureInfo.InvariantCulture))
            : throw new JsonException("an atom such as argon@1.5 is expected");

    public override void Write(Utf8JsonWriter writer, Atom value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.Name}@{value.Position}"));
}
