using System.Text.Json;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>What a task runs, in a word for people: a function with its module, or a program.</summary>
internal static class TaskLabel
{
    private const int Longest = 120;

    // Of a larger description only the runtime's module is shown, if there is one.
    private const int MostRead = 64 * 1024;

    /// <summary>The label of a task that is not final; empty = its description does not say.</summary>
    public static string Of(TaskSpec task)
    {
        if (task.Payload.Length is 0 or > MostRead)
        {
            return task.Runtime?.Module ?? "";
        }

        try
        {
            return Excerpt.Of(Read(task.Payload.Span, task.Kind), Longest);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The worker reports what is wrong with it.
            return "";
        }
    }

    private static string Read(ReadOnlySpan<byte> json, PayloadKind kind)
    {
        string? module = null, function = null, program = null, mode = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ref var target = ref module;
            if (reader.ValueTextEquals("module"u8))
            {
                target = ref module;
            }
            else if (reader.ValueTextEquals(kind == PayloadKind.WorkItem ? "func"u8 : "function"u8) || reader.ValueTextEquals("method"u8))
            {
                target = ref function;
            }
            else if (reader.ValueTextEquals("executable"u8) || reader.ValueTextEquals("command"u8))
            {
                target = ref program;
            }
            else if (reader.ValueTextEquals("mode"u8))
            {
                target = ref mode;
            }
            else
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            target = reader.TokenType == JsonTokenType.String ? reader.GetString() : target;
            reader.Skip();
        }

        return program is not null ? Path.GetFileName(program.AsSpan().Trim()).ToString()
            : function is null ? mode ?? ""
            : string.IsNullOrEmpty(module) || function.StartsWith(module, StringComparison.Ordinal) ? function
            : $"{module}.{function}";
    }
}
