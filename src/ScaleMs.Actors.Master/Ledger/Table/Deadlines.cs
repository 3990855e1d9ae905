using System.Diagnostics.CodeAnalysis;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Deadlines of tasks, in microseconds since 1970-01-01 UTC.</summary>
internal sealed class Deadlines
{
    private const int FewStale = 1024;

    private readonly PriorityQueue<(TaskEntry Task, DeadlineKind Kind, int Attempt), long> _queue = new();
    private int _stale;

    /// <summary>The next deadline; null = none.</summary>
    public long? Next => _queue.TryPeek(out _, out var due) ? due : null;

    /// <summary>Deadlines in the queue, those of ended tasks included.</summary>
    public int Count => _queue.Count;

    /// <summary>Sets the deadlines of the task's options.</summary>
    public void Set(TaskEntry task)
    {
        if (task.Detail?.Options is not { } options)
        {
            return;
        }

        if (options.QueueTimeoutMilliseconds > 0)
        {
            Set(task, DeadlineKind.Queue, task.Submitted + (options.QueueTimeoutMilliseconds * 1000));
        }

        if (options.TotalTimeoutMilliseconds > 0)
        {
            Set(task, DeadlineKind.Total, task.Submitted + (options.TotalTimeoutMilliseconds * 1000));
        }
    }

    public void Set(TaskEntry task, DeadlineKind kind, long due)
    {
        task.GetDetail().Deadlines++;
        _queue.Enqueue((task, kind, task.Attempt), due);
    }

    /// <summary>The next deadline of an unfinished task that is due.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="task">Its task.</param>
    /// <param name="kind">The action that is due.</param>
    /// <param name="attempt">The attempt that it was set for.</param>
    public bool TryTake(long now, [NotNullWhen(true)] out TaskEntry? task, out DeadlineKind kind, out int attempt)
    {
        while (_queue.TryPeek(out var deadline, out var due) && due <= now)
        {
            _queue.Dequeue();
            (task, kind, attempt) = deadline;
            if (!task.IsFinal)
            {
                return true;
            }

            _stale--;
        }

        (task, kind, attempt) = (null, default, 0);
        return false;
    }

    /// <summary>The task is final. Its deadlines are skipped when they come; when most are stale, they are removed.</summary>
    public void Drop(TaskEntry task)
    {
        if (task.Detail is not { Deadlines: > 0 } detail)
        {
            return;
        }

        _stale += detail.Deadlines;
        detail.Deadlines = 0;
        if (_stale > FewStale && _stale > _queue.Count / 2)
        {
            var live = _queue.UnorderedItems.Where(static entry => !entry.Element.Task.IsFinal).ToArray();
            _queue.Clear();
            _queue.EnqueueRange(live);
            _stale = 0;
        }
    }
}
