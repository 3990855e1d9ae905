using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>A value with a converter, and functions that return and take it.</summary>
public sealed record ConvertedValue(int Number)
{
    public static ConvertedValue Make(int number) => new(number);

    public static int Take(ConvertedValue value) => value.Number;

    /// <summary>The number in a list.</summary>
    public sealed class Converter : JsonConverter<ConvertedValue>
    {
        public override ConvertedValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(Assert.Single(JsonSerializer.Deserialize<int[]>(ref reader, options)!));

        public override void Write(Utf8JsonWriter writer, ConvertedValue value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Number);
            writer.WriteEndArray();
        }
    }

    /// <summary>Cannot be created.</summary>
    public sealed class NeedsMore(int number) : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => number;

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(number);
    }
}
