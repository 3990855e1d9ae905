using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>Bytes, written as base64. Python's form, <c>{"$bytes": "base64"}</c>, is read as well.</summary>
internal sealed class BytesJsonConverter : JsonConverterFactory
{
    private const string Key = "$bytes";

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(byte[]) || typeToConvert == typeof(ReadOnlyMemory<byte>) || typeToConvert == typeof(Memory<byte>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(byte[]) ? new OfArray()
        : typeToConvert == typeof(Memory<byte>) ? new OfMemory()
        : new OfReadOnlyMemory();

    private static byte[] Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Base64(ref reader);
        }

        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(Key))
        {
            throw Unexpected();
        }

        reader.Read();
        var bytes = reader.TokenType == JsonTokenType.String ? Base64(ref reader) : throw Unexpected();
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? bytes : throw Unexpected();
    }

    private static byte[] Base64(ref Utf8JsonReader reader) => reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw Unexpected();

    private static JsonException Unexpected() => new($$"""bytes are expected: base64 as a text, or as {"{{Key}}": "…"}""");

    private sealed class OfArray : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => BytesJsonConverter.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value);
    }

    private sealed class OfMemory : JsonConverter<Memory<byte>>
    {
        public override Memory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => BytesJsonConverter.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, Memory<byte> value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Span);
    }

    private sealed class OfReadOnlyMemory : JsonConverter<ReadOnlyMemory<byte>>
    {
        public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => BytesJsonConverter.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Span);
    }
}
