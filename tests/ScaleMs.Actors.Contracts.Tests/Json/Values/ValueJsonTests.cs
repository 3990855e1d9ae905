using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json.Values;

namespace ScaleMs.Actors.Contracts.Tests.Json.Values;

public class ValueJsonTests
{
    [Fact]
    public void A_converter_of_the_user_is_used_from_then_on_also_after_the_first_use_and_inside_other_values()
    {
        Assert.Equal("""{"Name":"argon"}""", ValueJson.Encode(new Atom("argon")).GetRawText());

        ValueJson.AddConverters(new AtomConverter());

        Assert.True(ValueJson.HasConverter(typeof(Atom)));
        Assert.Equal("""{"a":["argon"]}""", ValueJson.Encode(new Dictionary<string, Atom[]> { ["a"] = [new Atom("argon")] }).GetRawText());
        Assert.Equal(new Atom("neon"), ValueJson.Decode(JsonElement.Parse("\"neon\""), typeof(Atom)));
    }

    [Fact]
    public void A_type_of_converter_is_added_once_and_precedes_the_products_own()
    {
        ValueJson.AddConverters(new ColourConverters());
        var options = ValueJson.Options;
        ValueJson.AddConverters(new ColourConverters(), new ColourConverters());

        Assert.Same(options, ValueJson.Options);
        Assert.Equal("\"#2\"", ValueJson.Encode(Colour.Blue).GetRawText());
        Assert.Equal("\"Monday\"", ValueJson.Encode(DayOfWeek.Monday).GetRawText());
    }

    [Theory]
    [InlineData("\"AP8=\"")]
    [InlineData("""{"$bytes": "AP8="}""")]
    public void Bytes_are_read_as_base64_and_in_the_form_of_Python(string json)
    {
        var element = JsonElement.Parse(json);
        Assert.Equal([0, 255], (byte[])ValueJson.Decode(element, typeof(byte[]))!);
        Assert.Equal([0, 255], ((ReadOnlyMemory<byte>)ValueJson.Decode(element, typeof(ReadOnlyMemory<byte>))!).ToArray());
        Assert.Equal([0, 255], ((Memory<byte>)ValueJson.Decode(element, typeof(Memory<byte>))!).ToArray());
        Assert.Equal("\"AP8=\"", ValueJson.Encode(ValueJson.Decode(element, typeof(byte[]))).GetRawText());
        Assert.Equal("\"AP8=\"", ValueJson.Encode(ValueJson.Decode(element, typeof(ReadOnlyMemory<byte>))).GetRawText());
    }

    [Theory]
    [InlineData("\"no base64!\"")]
    [InlineData("[0, 255]")]
    [InlineData("""{"$bytes": 1}""")]
    [InlineData("""{"$bytes": "AP8=", "more": 1}""")]
    [InlineData("""{"bytes": "AP8="}""")]
    [InlineData("{}")]
    public void Other_forms_of_bytes_are_errors(string json) =>
        Assert.Contains("bytes are expected", Assert.Throws<JsonException>(() => ValueJson.Decode(JsonElement.Parse(json), typeof(byte[]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("""{"$float": "nan"}""", double.NaN)]
    [InlineData("""{"$float": "inf"}""", double.PositiveInfinity)]
    [InlineData("""{ "$float" : "-inf" }""", double.NegativeInfinity)]
    public void Numbers_that_JSON_does_not_have_are_read_in_the_forms_of_both_runtimes(string json, double expected)
    {
        Assert.Equal(expected, ValueJson.Decode(JsonElement.Parse(json), typeof(double)));
        Assert.Equal((float)expected, ValueJson.Decode(JsonElement.Parse(json), typeof(float)));
        Assert.Equal((Half)expected, ValueJson.Decode(JsonElement.Parse(json), typeof(Half)));
        Assert.Equal((double?)expected, ValueJson.Decode(JsonElement.Parse(json), typeof(double?)));
        Assert.Equal([1.5, expected], (double[])ValueJson.Decode(JsonElement.Parse($"[1.5, {json}]"), typeof(double[]))!);
        Assert.Equal(new Complex(2, expected), ValueJson.Decode(JsonElement.Parse($$"""{"Real": 2, "Imaginary": {{json}}}"""), typeof(Complex)));
    }

    [Fact]
    public void What_can_be_read_as_it_is_is_not_taken_for_a_number_of_Python()
    {
        const string Json = """{"$float": "nan"}""";
        Assert.Equal("nan", ((Dictionary<string, string>)ValueJson.Decode(JsonElement.Parse(Json), typeof(Dictionary<string, string>))!)["$float"]);
        Assert.Equal(Json, ((JsonElement)ValueJson.Decode(JsonElement.Parse(Json), typeof(JsonElement))!).GetRawText());
        Assert.Throws<JsonException>(() => ValueJson.Decode(JsonElement.Parse("""{"$float": "1"}"""), typeof(double)));
        Assert.Throws<JsonException>(() => ValueJson.Decode(JsonElement.Parse(Json), typeof(int)));
    }

    private enum Colour
    {
        Red,
        Green,
        Blue,
    }

    private sealed record Atom(string Name);

    private sealed class AtomConverter : JsonConverter<Atom>
    {
        public override Atom Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Atom value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }

    private sealed class ColourConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(Colour);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => new Numbered();

        private sealed class Numbered : JsonConverter<Colour>
        {
            public override Colour Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

            public override void Write(Utf8JsonWriter writer, Colour value, JsonSerializerOptions options) => writer.WriteStringValue($"#{(int)value}");
        }
    }
}
