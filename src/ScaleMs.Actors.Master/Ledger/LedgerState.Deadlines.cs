using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    /// <summary>When tasks must have begun or ended, or may be tried again.</summary>
    public Deadlines Deadlines { get; } = new();

    /// <summary>Does what is due by <see cref="Now"/>.</summary>
    public void OnTime()
    {
        while (Deadlines.TryTake(Now, out var task, out var kind, out var attempt))
        {
            switch (kind)
            {
                case DeadlineKind.Retry when task.State == TaskState.Waiting && task.Attempt == attempt:
                    Schedule(task, "the pause before the next attempt is over");
                    break;
                case DeadlineKind.Total:
                    RequestEnd(task, EndRequest.Timeout(Limit("ended", task.Detail!.Options.TotalTimeoutMilliseconds, "total_timeout")));
                    break;
                case DeadlineKind.Queue when !HasBegun(task.Detail!.Primary ?? task):
                    EndUnlessBegun(task);
                    break;
            }
        }
    }

    private void EndUnlessBegun(TaskEntry task)
    {
        task.Detail!.QueueTimeIsUp = true;
        if (task.InPool)
        {
            Effects.Withdraw(new Withdrawal(task, WaitingOnly: true));
        }
        else
        {
            End(task, QueueTimeout(task)!);
        }
    }

    /// <summary>
    /// True where an attempt runs, or one has run: all but those that were lost on a worker that had not begun them.
    /// </summary>
    private static bool HasBegun(TaskEntry task) =>
        task.State == TaskState.Executing || task.Detail is { Losses: > 0 } || task.Detail is { } detail && detail.Retries > detail.AllLosses;

    private static EndRequest? QueueTimeout(TaskEntry task) => task.Detail is { QueueTimeIsUp: true } detail
        ? EndRequest.Timeout(Limit("begun", detail.Options.QueueTimeoutMilliseconds, "queue_timeout"))
        : null;

    private static string Limit(string what, long milliseconds, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"the task had not {what} within the {milliseconds / 1000.0} s since its submission that its {key} allows");
}
