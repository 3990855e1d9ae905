using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>The time limits of a task's options: until it begins and until it ends.</summary>
internal static class QueueTime
{
    /// <summary>
    /// True when an attempt runs or has run; an attempt lost on a worker that had not begun it does not count.
    /// </summary>
    public static bool HasBegun(TaskEntry task) =>
        task.State == TaskState.Executing || task.Detail is { Losses: > 0 } || (task.Detail is { } detail && detail.Retries > detail.AllLosses);

    /// <summary>The request to end a task whose time in the queue is up; null = time is left.</summary>
    public static EndRequest? IsUp(TaskEntry task) => task.Detail is { QueueTimeIsUp: true } detail
        ? EndRequest.Timeout(Limit("begun", detail.Options.QueueTimeoutMilliseconds, "queue_timeout"))
        : null;

    /// <summary>The request to end a task that has not ended in time.</summary>
    public static EndRequest TotalIsUp(TaskEntry task) =>
        EndRequest.Timeout(Limit("ended", task.Detail!.Options.TotalTimeoutMilliseconds, "total_timeout"));

    private static string Limit(string what, long milliseconds, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"the task had not {what} within the {milliseconds / 1000.0} s of its {key}, counted from submission");
}
