using System.Text.Json;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>Parses result lines.</summary>
internal static class ResultText
{
    public static JsonElement[] Parse(IEnumerable<string> lines) => [.. lines.Select(static line => JsonSerializer.Deserialize<JsonElement>(line))];

    public static int Line(this JsonElement result) => result.GetProperty("line").GetInt32();

    public static string State(this JsonElement result) => result.GetProperty("state").GetString()!;

    public static string Exception(this JsonElement result) => result.GetProperty("exception").GetString() ?? "";

    public static JsonElement Value(this JsonElement result) => result.GetProperty("return_value");
}
