using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Whether a task that failed is tried again, and when. Pure.</summary>
internal static class RetryPolicy
{
    private const long LongestDelayMilliseconds = 3_600_000;

    /// <summary>Says why there is no other attempt; null = there is one.</summary>
    public static string? Refusal(RetryCause cause, TaskDetail detail, LedgerLimits limits)
    {
        var options = detail.Options;
        if (!options.Retries(cause))
        {
            return cause == RetryCause.WorkerLost ? "its retry_on does not include the loss of its worker" : "its retry_on does not include that";
        }

        if (options.MaxRetries is { } most && detail.Retries >= most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"its max_retries is {most}");
        }

        return cause == RetryCause.WorkerLost ? LossProblem(detail, limits)
            : options.MaxRetries is null && detail.Retries >= limits.MaxAttempts - 1 ? "it has no max_retries"
            : null;
    }

    /// <summary>The same when a worker has left in order, which is not counted: only a task that may never run twice has no other attempt.</summary>
    public static string? Refusal(TaskDetail detail) =>
        detail.Options.MaxRetries == 0 ? "its max_retries is 0"
        : !detail.Options.Retries(RetryCause.WorkerLost) ? "its retry_on does not include the loss of its worker"
        : null;

    /// <summary>True when a task whose attempt has failed in that way has another attempt.</summary>
    public static bool MayTryAgain(TaskOutcome outcome, TaskDetail detail, LedgerLimits limits) =>
        detail.Options.RetryOn is not null && ErrorKinds.RetryCauseOf(outcome.ErrorKind ?? ErrorKind.UserError) is { } cause && Refusal(cause, detail, limits) is null;

    /// <summary>Says why a task that is DONE does not run again to make lost files; null = it does.</summary>
    public static string? RefusalToRunAgain(TaskDetail detail, LedgerLimits limits) =>
        detail.Options.MaxRetries == 0 ? "its max_retries is 0"
        : detail.Reruns >= limits.MaxAttempts ? string.Create(CultureInfo.InvariantCulture, $"it has run again {detail.Reruns} times for lost files (scalems.workers.max-attempts)")
        : null;

    /// <summary>Milliseconds to wait before the attempt that follows <paramref name="retries"/> earlier ones.</summary>
    public static long Delay(TaskOptions options, int retries) =>
        options.RetryDelayMilliseconds == 0 ? 0
        : retries >= 32 ? LongestDelayMilliseconds
        : Math.Min(options.RetryDelayMilliseconds << Math.Min(retries, 20), LongestDelayMilliseconds);

    private static string? LossProblem(TaskDetail detail, LedgerLimits limits) =>
        detail.Losses >= limits.MaxAttempts
            ? string.Create(CultureInfo.InvariantCulture, $"{detail.Losses} workers were lost while they ran it (scalems.workers.max-attempts)")
        : detail.AllLosses >= limits.MaxUnluckyAttempts
            ? string.Create(CultureInfo.InvariantCulture, $"{detail.AllLosses} workers were lost while they had it (ten times scalems.workers.max-attempts)")
        : null;
}
