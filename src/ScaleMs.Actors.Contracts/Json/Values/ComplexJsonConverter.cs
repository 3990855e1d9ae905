using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>A complex number as <c>{"Real": 1, "Imaginary": 2}</c>; a number by itself is real.</summary>
internal sealed class ComplexJsonConverter : JsonConverter<Complex>
{
    public override Complex Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonSerializer.Deserialize<double>(ref reader, options);
        }

        var parts = JsonSerializer.Deserialize<Parts>(ref reader, options);
        return new Complex(parts.Real, parts.Imaginary);
    }

    public override void Write(Utf8JsonWriter writer, Complex value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Parts(value.Real, value.Imaginary), options);

    private readonly record struct Parts(double Real, double Imaginary);
}
