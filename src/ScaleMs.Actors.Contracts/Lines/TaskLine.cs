using System.Text.Json;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>A parsed line: a task, a command for the master, or an error.</summary>
public abstract record TaskLine
{
    /// <summary>Reads a line: an object with a <c>mode</c> is a description, any other a work item.</summary>
    public static TaskLine Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            JsonText.Check(json);
            RequireObject(json);
            return TaskInput.Parse(json, out var command) is { } task ? new Input(task) : new Command(command!);
        }
        catch (JsonException error)
        {
            return new Malformed($"not JSON: {JsonErrors.InLine(error)}");
        }
        catch (ProtocolException error)
        {
            return new Malformed(JsonErrors.Of(error, JsonErrors.InLine));
        }
    }

    private static void RequireObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException(reader.TokenType == JsonTokenType.StartArray
                ? "a line is one JSON object, and this is an array: write each of its tasks on a line of its own, or a workflow document, {\"items\": {name: task, ...}}"
                : "a line is one JSON object, such as {\"module\": \"System.Math\", \"func\": \"Sqrt\", \"args\": [2.0]}");
        }
    }

    /// <summary>A task.</summary>
    public sealed record Input(TaskInput Task) : TaskLine;

    /// <summary>A command.</summary>
    public sealed record Command(TaskDescription Description) : TaskLine;

    /// <summary>Neither.</summary>
    public sealed record Malformed(string Reason) : TaskLine;
}
