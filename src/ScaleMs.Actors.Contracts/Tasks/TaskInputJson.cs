using System.Text.Json;
using System.Text.Json.Nodes;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>JSON of <see cref="TaskInput"/>.</summary>
internal static class TaskInputJson
{
    private static readonly HashSet<string> SchedulingKeys =
        [.. ContractsJson.Info<TaskScheduling>().Properties.Select(static property => property.Name)];

    /// <inheritdoc cref="TaskInput.Parse(ReadOnlySpan{byte})"/>
    public static TaskInput Read(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return Read(utf8Json, out var command) ?? TaskInput.Of(command!);
        }
        catch (JsonException error)
        {
            throw NoWorkItem(error);
        }
    }

    /// <inheritdoc cref="TaskInput.Parse(ReadOnlySpan{byte}, out TaskDescription)"/>
    public static TaskInput? Read(ReadOnlySpan<byte> utf8Json, out TaskDescription? command)
    {
        command = null;
        var keys = Keys(utf8Json);
        if (!keys.HasMode)
        {
            return keys.HasScheduling ? ReadBoth(utf8Json) : TaskInput.Of(WorkItem.Parse(utf8Json));
        }

        var description = TaskDescription.Parse(utf8Json);
        if (description.Mode != Cpi.Mode)
        {
            return TaskInput.Of(description);
        }

        command = description;
        return null;
    }

    /// <summary>Splits the keys of a work item from those of its scheduling.</summary>
    private static TaskInput ReadBoth(ReadOnlySpan<byte> utf8Json)
    {
        var item = Object(utf8Json);
        var scheduling = new JsonObject();
        foreach (var key in item.Select(static member => member.Key).Where(SchedulingKeys.Contains).ToList())
        {
            var value = item[key];
            item.Remove(key);
            scheduling.Add(key, value);
        }

        return TaskInput.Of(
            WorkItem.Parse(JsonSerializer.SerializeToUtf8Bytes(item)),
            ContractsJson.Read(JsonSerializer.SerializeToUtf8Bytes(scheduling), ContractsJson.Info<TaskScheduling>(), "the scheduling of a work item"));
    }

    private static JsonObject Object(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return JsonNode.Parse(utf8Json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
        }
        catch (JsonException error)
        {
            throw NoWorkItem(error);
        }
    }

    private static ProtocolException NoWorkItem(JsonException error) => new($"not a work item: {error.Message}", error);

    private static (bool HasMode, bool HasScheduling) Keys(ReadOnlySpan<byte> utf8Json)
    {
        JsonText.Check(utf8Json);
        var reader = new Utf8JsonReader(utf8Json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("a task is one JSON object, such as {\"module\": \"System.Math\", \"func\": \"Sqrt\", \"args\": [2.0]}");
        }

        var (mode, scheduling) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            mode |= reader.ValueTextEquals("mode"u8);
            scheduling |= SchedulingKeys.Contains(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return (mode, scheduling);
    }
}
