using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>Arrays of more than one dimension, as lists of lists.</summary>
internal sealed class MultidimensionalArrayJsonConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsVariableBoundArray;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TArray> : JsonConverter<TArray>
        where TArray : class
    {
        private static readonly Type Element = typeof(TArray).GetElementType()!;
        private static readonly int Rank = typeof(TArray).GetArrayRank();

        public override TArray Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var lengths = Lengths(document.RootElement);
            var array = Array.CreateInstance(Element, lengths);
            Fill(array, document.RootElement, new int[Rank], dimension: 0, options);
            return (TArray)(object)array;
        }

        public override void Write(Utf8JsonWriter writer, TArray value, JsonSerializerOptions options)
        {
            var array = (Array)(object)value;
            for (var dimension = 0; dimension < Rank; dimension++)
            {
                if (array.GetLowerBound(dimension) != 0 || (array.GetLength(dimension) == 0 && dimension < Rank - 1))
                {
                    throw new NotSupportedException($"a {typeof(TArray)} that is empty, or does not begin at 0, cannot be sent: its bounds would be lost");
                }
            }

            Write(writer, array, new int[Rank], dimension: 0, options);
        }

        private static void Write(Utf8JsonWriter writer, Array array, int[] at, int dimension, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            for (at[dimension] = 0; at[dimension] < array.GetLength(dimension); at[dimension]++)
            {
                if (dimension == Rank - 1)
                {
                    JsonSerializer.Serialize(writer, array.GetValue(at), Element, options);
                }
                else
                {
                    Write(writer, array, at, dimension + 1, options);
                }
            }

            writer.WriteEndArray();
        }

        private static int[] Lengths(JsonElement json)
        {
            var lengths = new int[Rank];
            for (var dimension = 0; dimension < Rank; dimension++)
            {
                lengths[dimension] = LengthOf(json);
                if (lengths[dimension] == 0)
                {
                    break;
                }

                json = json[0];
            }

            return lengths;
        }

        private static void Fill(Array array, JsonElement json, int[] at, int dimension, JsonSerializerOptions options)
        {
            if (LengthOf(json) != array.GetLength(dimension))
            {
                throw new JsonException($"the lists of a {typeof(TArray)} must be of equal length");
            }

            at[dimension] = 0;
            foreach (var element in json.EnumerateArray())
            {
                if (dimension == Rank - 1)
                {
                    array.SetValue(element.Deserialize(Element, options), at);
                }
                else
                {
                    Fill(array, element, at, dimension + 1, options);
                }

                at[dimension]++;
            }
        }

        private static int LengthOf(JsonElement json) =>
            json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() : throw new JsonException($"a {typeof(TArray)} is a list of lists, {Rank} deep");
    }
}
