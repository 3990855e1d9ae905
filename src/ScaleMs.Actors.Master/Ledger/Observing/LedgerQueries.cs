using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>Answers queries, page by page.</summary>
internal static class LedgerQueries
{
    // A few milliseconds: the uid of each becomes a text.
    private const int MostSearched = 20_000;

    /// <summary>
    /// Tasks by state. Most tasks that take less than a second have ended before the master learns that they began, so tasks that only
    /// the workers report as running count as running, not as scheduled.
    /// </summary>
    public static ImmutableSortedDictionary<TaskState, long> CountsOf(TaskTable tasks, ImmutableArray<WorkerStatus> workers)
    {
        var (known, scheduled) = (tasks.CountOf(TaskState.Executing), tasks.CountOf(TaskState.Scheduled));
        var unheard = Math.Clamp(workers.Sum(static worker => (long)worker.Running) - known, 0, scheduled);
        return Enum.GetValues<TaskState>().ToImmutableSortedDictionary(static state => state, state => state switch
        {
            TaskState.Executing => known + unheard,
            TaskState.Scheduled => scheduled - unheard,
            _ => tasks.CountOf(state),
        });
    }

    /// <summary>Answers a query that has no problem.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="query">The query.</param>
    /// <param name="pageBytes">
    /// Bytes after which a page ends; a record that is larger by itself comes without its payload.
    /// </param>
    /// <param name="status">The master's status.</param>
    public static QueryReply Answer(TaskTable tasks, Query query, long pageBytes, MasterStatus status)
    {
        var reply = new QueryReply { Status = status };
        var after = query.After is null ? 0 : long.Parse(query.After, CultureInfo.InvariantCulture);
        if (query.Limit == 0)
        {
            return reply;
        }

        return !query.Ids.IsDefaultOrEmpty ? ByUid(tasks, query, after, pageBytes, reply)
            : query.Submission is { } submission ? BySubmission(tasks, query, submission, after, pageBytes, reply)
            : All(tasks, query, after, pageBytes, reply);
    }

    private static QueryReply All(TaskTable tasks, Query query, long after, long pageBytes, QueryReply reply)
    {
        var page = new RecordPage(query.Limit, pageBytes);
        long last = after;
        var searched = 0;
        foreach (var task in tasks.After(after))
        {
            if (query.Text is not null && ++searched > MostSearched)
            {
                return reply with { Records = page.Records, Next = last.ToString(CultureInfo.InvariantCulture) };
            }

            if (!Admits(query, task))
            {
                last = query.Text is null ? last : task.Sequence;
                continue;
            }

            if (page.IsFull)
            {
                return reply with { Records = page.Records, Next = last.ToString(CultureInfo.InvariantCulture) };
            }

            page.Add(task, task.ToRecord());
            last = task.Sequence;
        }

        return reply with { Records = page.Records };
    }

    /// <summary>Here the cursor is the index after the last task.</summary>
    private static QueryReply BySubmission(TaskTable tasks, Query query, Guid submission, long after, long pageBytes, QueryReply reply)
    {
        var page = new RecordPage(query.Limit, pageBytes);
        var searched = 0;
        foreach (var task in tasks.TasksOf(submission, (int)Math.Min(after, int.MaxValue)))
        {
            var isLong = query.Text is not null && ++searched > MostSearched;
            if (!isLong && !Admits(query, task))
            {
                continue;
            }

            if (isLong || page.IsFull)
            {
                return reply with { Records = page.Records, Next = task.Key.Index.ToString(CultureInfo.InvariantCulture) };
            }

            page.Add(task, task.ToRecord());
        }

        return reply with { Records = page.Records };
    }

    /// <summary>Here the cursor counts the uids of the query.</summary>
    private static QueryReply ByUid(TaskTable tasks, Query query, long after, long pageBytes, QueryReply reply)
    {
        var page = new RecordPage(query.Limit, pageBytes);
        var unknown = ImmutableArray.CreateBuilder<string>();
        for (var i = (int)Math.Min(after, query.Ids.Length); i < query.Ids.Length; i++)
        {
            if (page.IsFull)
            {
                return reply with
                {
                    Records = page.Records,
                    Unknown = unknown.ToImmutable(),
                    Next = i.ToString(CultureInfo.InvariantCulture),
                };
            }

            var uid = query.Ids[i];
            if (tasks.FindLatest(uid) is not { } task)
            {
                unknown.Add(uid);
            }
            else if (Admits(query, task))
            {
                page.Add(task, task.ToRecordWithTransitions());
            }
        }

        return reply with { Records = page.Records, Unknown = unknown.ToImmutable() };
    }

    private static bool Admits(Query query, TaskEntry task) =>
        (query.State is not { } state || task.State == state) && (query.Text is not { Length: > 0 } text || Contains(task, text));

    private static bool Contains(TaskEntry task, string text) =>
        task.Name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        || task.Worker?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        || task.Uid.ToString().Contains(text, StringComparison.OrdinalIgnoreCase);
}
