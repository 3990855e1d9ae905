using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Staging;

/// <summary>Reads the forms that RADICAL-Pilot reads, writes an object.</summary>
internal sealed class StagingDirectiveJsonConverter : JsonConverter<StagingDirective>
{
    public override StagingDirective Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return OfText(reader.GetString()!);
        }

        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("a staging directive is a text such as \"input.gro > topol.gro\", or an object with \"source\"");
        }

        JsonElement? source = null;
        var directive = new StagingDirective { Source = default };
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "source":
                    source = member.Value.Clone();
                    break;
                case "target":
                    directive = directive with { Target = Text(member) };
                    break;
                case "file":
                    directive = directive with { File = Text(member) };
                    break;
                case "action":
                    directive = directive with { Action = ActionOf(Text(member)) };
                    break;
                case "flags":
                    directive = directive with { Flags = FlagsOf(member.Value) };
                    break;

                // Of RADICAL-Pilot: files are staged in the order of the list, and have no identity of their own.
                case "priority" or "uid":
                    break;
                default:
                    throw new JsonException($"a staging directive has no key '{member.Name}'; its keys are source, target, action, flags and file");
            }
        }

        return directive with { Source = source ?? throw new JsonException("a staging directive needs \"source\"") };
    }

    public override void Write(Utf8JsonWriter writer, StagingDirective value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("source");
        value.Source.WriteTo(writer);
        if (value.Target is not null)
        {
            writer.WriteString("target", value.Target);
        }

        if (value.File is not null)
        {
            writer.WriteString("file", value.File);
        }

        if (value.Action != StagingAction.Transfer)
        {
            writer.WriteString("action", value.Action.ToString());
        }

        if (value.Flags != StagingOptions.None)
        {
            writer.WriteStartArray("flags");
            foreach (var flag in new[] { StagingOptions.CreateParents, StagingOptions.Recursive }.Where(flag => (value.Flags & flag) != 0))
            {
                writer.WriteStringValue(flag.ToString());
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static StagingDirective OfText(string text)
    {
        var parts = text.Split('>');
        if (text.Contains('<', StringComparison.Ordinal) || parts.Length > 2 || parts.Any(static part => part.Trim().Length == 0))
        {
            throw new JsonException($"'{text}' is not a staging directive; \"source\" or \"source > target\" is expected");
        }

        return StagingDirective.Of(parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : null);
    }

    private static StagingAction ActionOf(string text) =>
        Enum.GetNames<StagingAction>().Any(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ? Enum.Parse<StagingAction>(text, ignoreCase: true)
        : text.Equals("Download", StringComparison.OrdinalIgnoreCase) ? throw new JsonException("action Download: nothing is fetched from the internet here; use Transfer with a file of the client")
        : throw new JsonException($"action '{text}' is not known; known are {string.Join(", ", Enum.GetNames<StagingAction>())}");

    private static StagingOptions FlagsOf(JsonElement value)
    {
        IEnumerable<JsonElement> items = value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Null => [],
            _ => [value],
        };
        return items.Aggregate(StagingOptions.None, static (flags, item) => flags | FlagOf(item));
    }

    private static StagingOptions FlagOf(JsonElement item)
    {
        var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.ToString();
        return text.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "CREATEPARENTS" => StagingOptions.CreateParents,
            "RECURSIVE" => StagingOptions.Recursive,
            _ => throw new JsonException($"flag '{text}' is not known; known are CreateParents and Recursive"),
        };
    }

    private static string Text(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw new JsonException($"{member.Name} of a staging directive is {member.Value}; a text is expected");
}
