using System.Text.Json;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Messages;

/// <summary>Finished records of commands.</summary>
internal static class CommandRecords
{
    /// <summary>A uid takes 80 bytes; this many fit into a message beside the report. Every submitter gets the records of its own tasks anyway.</summary>
    private const int MostDropped = 10_000;

    public static CommandReply Done(string uid, JsonElement? returnValue = null, string stdout = "") => new(new TaskRecord
    {
        Uid = uid,
        State = TaskState.Done,
        TargetState = TaskState.Done,
        ReturnValue = returnValue,
        Stdout = stdout,
        ExitCode = 0,
    });

    /// <summary>A command, or a task, that the master does not accept.</summary>
    public static CommandReply Failed(string uid, string reason) => Failed(uid, ErrorType.Refused, reason, detail: null);

    /// <summary>A command whose handler crashed.</summary>
    public static CommandReply Failed(string uid, Exception error) => Failed(uid, ErrorType.Of(error) with { Kind = ErrorKind.Crash }, error.Message, error.ToString());

    public static CommandReply Cancelled(string uid, CancelCounts counts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("canceled", counts.Cancelled);
            writer.WriteNumber("already_final", counts.AlreadyFinal);
            WriteUids(writer, "unknown", counts.Unknown);
            writer.WriteEndObject();
        }

        return Done(uid, JsonElement.Parse(buffer.ToArray()));
    }

    /// <summary>The end of a stop: what was dropped, as far as it fits a message, and the report.</summary>
    public static CommandReply Stopped(string uid, IReadOnlyCollection<string> dropped, SessionReport report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteUids(writer, "dropped", dropped.Take(MostDropped));
            writer.WriteNumber("dropped_count", dropped.Count);
            writer.WritePropertyName("report");
            report.ToJson().WriteTo(writer);
            writer.WriteEndObject();
        }

        return Done(uid, JsonElement.Parse(buffer.ToArray()));
    }

    private static CommandReply Failed(string uid, ErrorType type, string message, string? detail) =>
        new(new TaskRecord { Uid = uid, State = TaskState.Failed, TargetState = TaskState.Done, ExitCode = 1, ExceptionDetail = detail }.Failed(type, message));

    private static void WriteUids(Utf8JsonWriter writer, string name, IEnumerable<string> uids)
    {
        writer.WriteStartArray(name);
        foreach (var uid in uids)
        {
            writer.WriteStringValue(uid);
        }

        writer.WriteEndArray();
    }
}
