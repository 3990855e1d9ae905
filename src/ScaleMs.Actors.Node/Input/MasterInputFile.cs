using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Input;

/// <summary>The seed's <c>raptor_scheduler_config.json</c>.</summary>
internal static class MasterInputFile
{
    /// <summary>The worker that it describes, as JSON.</summary>
    /// <exception cref="UsageException">It cannot be read, or is no such file.</exception>
    public static string[] Workers(string path)
    {
        try
        {
            return MasterConfiguration.Parse(File.ReadAllBytes(path)).ToWorker() is { } worker ? [JsonSerializer.Serialize(worker, ContractsJson.Info<WorkerDescription>())] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ProtocolException)
        {
            throw new UsageException($"--input {path}: {error.Message}");
        }
    }
}
