using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Serialization;

/// <summary>Contracts as JSON for people and programs: one line, readable text.</summary>
public static class ContractText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of<T>(T contract) => JsonSerializer.Serialize(contract, Options);
}
