using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Brings the files of tasks whose output is staged to the client into the current directory.</summary>
internal static class ClientOutputs
{
    /// <summary>True for a record that may name such files.</summary>
    public static bool MayBeIn(TaskRecord record) =>
        record.ReturnValue is { ValueKind: System.Text.Json.JsonValueKind.Object } value && value.EnumerateObject().Any(static member => FileReferences.KeyOf(member.Value) is not null);

    /// <summary>Gets the files.</summary>
    /// <returns>The record; if a file cannot be had or written, as FAILED with that reason.</returns>
    public static async Task<TaskRecord> GetAsync(ScaleMsClient client, TaskRecord record, CancellationToken stop)
    {
        try
        {
            await client.Files.GetAllAsync(record, Environment.CurrentDirectory, stop);
            return record;
        }
        catch (ScaleMsException error) when (error is not MasterUnavailableException)
        {
            return record with { State = TaskState.Failed, ErrorKind = ErrorKind.Staging, Exception = ErrorType.StagingFailed.Text(error.Message) };
        }
    }
}
