using System.Text.Encodings.Web;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>The JSON of one result: always the same keys in the same order, without values that vary between runs unless requested.</summary>
public static class ResultLine
{
    /// <summary>No escapes where JSON does not require them: this is a file, not a web page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes it, without a line end.</summary>
    /// <param name="writer">The output.</param>
    /// <param name="place">The task.</param>
    /// <param name="record">How the task ended.</param>
    /// <param name="details">True = with attempt and times.</param>
    public static void Write(Utf8JsonWriter writer, ResultPlace place, TaskRecord record, bool details)
    {
        writer.WriteStartObject();
        place.Write(writer);
        Text(writer, "uid"u8, record.Uid.Length == 0 ? null : record.Uid);
        writer.WriteString("state"u8, record.State.ToString().ToUpperInvariant());
        writer.WritePropertyName("return_value"u8);
        if (record.ReturnValue is { } value)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("stdout"u8, record.Stdout);
        writer.WriteString("stderr"u8, record.Stderr);
        if (record.ExitCode is { } code)
        {
            writer.WriteNumber("exit_code"u8, code);
        }
        else
        {
            writer.WriteNull("exit_code"u8);
        }

        Text(writer, "error_kind"u8, record.ErrorKind is { } kind ? ErrorKinds.NameOf(kind) : null);
        Text(writer, "exception"u8, record.Exception);
        Text(writer, "exception_detail"u8, record.ExceptionDetail);
        if (details)
        {
            writer.WriteNumber("attempt"u8, record.Attempt);
            Time(writer, "started"u8, record.Timestamps.Started);
            Time(writer, "finished"u8, record.Timestamps.Finished);
        }

        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> key, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(key);
        }
        else
        {
            writer.WriteString(key, value);
        }
    }

    private static void Time(Utf8JsonWriter writer, ReadOnlySpan<byte> key, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteString(key, time);
        }
        else
        {
            writer.WriteNull(key);
        }
    }
}
