using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>What is due at a time.</summary>
internal enum DeadlineKind : byte
{
    /// <summary>The task must have begun.</summary>
    Queue,

    /// <summary>The task must have ended.</summary>
    Total,

    /// <summary>The next attempt may begin.</summary>
    Retry,
}

internal sealed partial class LedgerState
{
    private const int FewStaleDeadlines = 1024;

    private readonly PriorityQueue<(TaskEntry Task, DeadlineKind Kind, int Attempt), long> _deadlines = new();
    private int _staleDeadlines;

    /// <summary>When something is due next; null = nothing is.</summary>
    public long? NextDeadline => _deadlines.TryPeek(out _, out var due) ? due : null;

    /// <summary>Deadlines that are looked after, those of ended tasks included.</summary>
    public int Deadlines => _deadlines.Count;

    /// <summary>Does what is due by <see cref="Now"/>.</summary>
    public void OnTime()
    {
        while (_deadlines.TryPeek(out var deadline, out var due) && due <= Now)
        {
            _deadlines.Dequeue();
            var (task, kind, attempt) = deadline;
            if (task.State.IsFinal())
            {
                _staleDeadlines--;
                continue;
            }

            switch (kind)
            {
                case DeadlineKind.Retry when task.State == TaskState.Waiting && task.Attempt == attempt:
                    Schedule(task, "the pause before the next attempt is over");
                    break;
                case DeadlineKind.Total:
                    RequestEnd(task, EndRequest.Timeout(Limit("ended", task.Detail!.Options.TotalTimeoutMilliseconds, "total_timeout")));
                    break;
                case DeadlineKind.Queue when !HasBegun(task.Detail!.Leader ?? task):
                    EndUnlessBegun(task);
                    break;
            }
        }
    }

    private void SetDeadlines(TaskEntry task)
    {
        if (task.Detail?.Options is not { } options)
        {
            return;
        }

        if (options.QueueTimeoutMilliseconds > 0)
        {
            SetDeadline(task, DeadlineKind.Queue, task.Submitted + (options.QueueTimeoutMilliseconds * 1000));
        }

        if (options.TotalTimeoutMilliseconds > 0)
        {
            SetDeadline(task, DeadlineKind.Total, task.Submitted + (options.TotalTimeoutMilliseconds * 1000));
        }
    }

    private void SetDeadline(TaskEntry task, DeadlineKind kind, long due)
    {
        task.GetDetail().Deadlines++;
        _deadlines.Enqueue((task, kind, task.Attempt), due);
    }

    /// <summary>The task is final. Its deadlines are skipped when they come; many that are far away are taken out.</summary>
    private void DropDeadlines(TaskEntry task)
    {
        if (task.Detail is not { Deadlines: > 0 } detail)
        {
            return;
        }

        _staleDeadlines += detail.Deadlines;
        detail.Deadlines = 0;
        if (_staleDeadlines > FewStaleDeadlines && _staleDeadlines > _deadlines.Count / 2)
        {
            var live = _deadlines.UnorderedItems.Where(static entry => !entry.Element.Task.State.IsFinal()).ToArray();
            _deadlines.Clear();
            _deadlines.EnqueueRange(live);
            _staleDeadlines = 0;
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
