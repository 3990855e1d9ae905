using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json;

/// <summary>Lists of non-null strings: names, uids, arguments of programs.</summary>
internal sealed class TextListConverter : JsonConverter<ImmutableArray<string>>
{
    public override ImmutableArray<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The serializer adds the message and the path to these exceptions.
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException());
        }

        return texts.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<string> value, JsonSerializerOptions options)
    {
        var element = (JsonConverter<string>)options.GetConverter(typeof(string));
        writer.WriteStartArray();
        foreach (var text in value.IsDefault ? [] : value)
        {
            element.Write(writer, text, options);
        }

        writer.WriteEndArray();
    }
}
