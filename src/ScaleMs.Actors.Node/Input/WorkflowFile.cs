using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Input;

/// <summary>Distinguishes a workflow document, one JSON object with <c>items</c>, from lines of tasks, and reads it.</summary>
internal static class WorkflowFile
{
    private const string Items = "items";

    private static ReadOnlySpan<byte> ItemsName => "items"u8;

    private static ReadOnlySpan<byte> QuotedItems => "\"items\""u8;

    private enum Beginning
    {
        /// <summary>A task, or text that cannot begin a longer JSON text.</summary>
        Line,

        /// <summary>A document on one line.</summary>
        Document,

        /// <summary>An object or an array that continues on the next line.</summary>
        Open,
    }

    /// <summary>Reads the document; null = the input is lines of tasks, which are not consumed.</summary>
    /// <exception cref="UsageException">It is a document, but not a valid workflow.</exception>
    public static async Task<WorkflowDocument?> ReadAsync(TaskLines input, CancellationToken stop)
    {
        if (await input.FirstAsync(stop) is not { } first)
        {
            return null;
        }

        RefuseUtf16(input.Name, first.Text.Span);
        var beginning = BeginningOf(first.Text.Span);
        if (beginning == Beginning.Line)
        {
            return null;
        }

        var text = await input.WholeAsync(stop);
        if (beginning == Beginning.Open && !LooksLikeDocument(input.Name, text))
        {
            return null;
        }

        try
        {
            var document = WorkflowDocument.Parse(text.Span);

            // Reports errors now rather than after connecting to a master.
            _ = document.Ordered();
            return document;
        }
        catch (ProtocolException error)
        {
            throw new UsageException($"{input.Name}: {JsonErrors.Of(error, JsonErrors.InFile)}", error);
        }
    }

    /// <summary>Refuses UTF-16 as a whole; otherwise each line would be an error.</summary>
    private static void RefuseUtf16(string name, ReadOnlySpan<byte> first)
    {
        if (first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new UsageException($"{name} is UTF-16, and tasks are read as UTF-8: 'iconv -f UTF-16 -t UTF-8' converts it");
        }
    }

    private static Beginning BeginningOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, isFinalBlock: false, default);
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return Beginning.Line;
            }

            var found = Beginning.Line;
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0)
                {
                    return found;
                }

                // Compared as raw bytes, because names that are not valid text cannot be decoded.
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.SequenceEqual(ItemsName))
                {
                    found = Beginning.Document;
                }
            }

            return Beginning.Open;
        }
        catch (JsonException)
        {
            // Reported as a line.
            return Beginning.Line;
        }
    }

    /// <summary>False if only the first of many lines is incomplete.</summary>
    private static bool LooksLikeDocument(string name, ReadOnlyMemory<byte> text)
    {
        try
        {
            JsonText.Check(text.Span);
            using var whole = JsonDocument.Parse(text);
            if (whole.RootElement.ValueKind == JsonValueKind.Array)
            {
                throw new UsageException($"{name} is one JSON array over several lines: write each of its tasks on a line of its own, or a workflow document, {{\"{Items}\": {{name: task, ...}}}}");
            }

            return whole.RootElement.TryGetProperty(Items, out _)
                ? true
                : throw new UsageException($"{name} is one JSON object over several lines, without \"{Items}\": a task is an object on a line of its own, a workflow has its tasks in \"{Items}\"");
        }
        catch (JsonException)
        {
            return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.Span.IndexOf(QuotedItems) >= 0;
        }
    }
}
