using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>Properties of error kinds.</summary>
public static class ErrorKinds
{
    /// <summary>The kind as it is written in JSON.</summary>
    public static string NameOf(ErrorKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>The cause in <see cref="TaskScheduling.RetryOn"/> that covers the kind; null = a retry could not succeed.</summary>
    public static RetryCause? RetryCauseOf(ErrorKind kind) => kind switch
    {
        ErrorKind.UserError or ErrorKind.Startup or ErrorKind.Staging => RetryCause.Error,
        ErrorKind.Crash or ErrorKind.RankLost or ErrorKind.OutOfMemory or ErrorKind.OutOfDisk => RetryCause.Crash,
        ErrorKind.Timeout => RetryCause.Timeout,
        ErrorKind.WorkerLost or ErrorKind.TimeLimit => RetryCause.WorkerLost,
        _ => null,
    };
}
