using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>Answers queries from the ledger's state, page by page.</summary>
internal static class LedgerQueries
{
    /// <summary>
    /// Tasks by state. Of tasks that take less than a second most have ended before the master hears that they began, so what the
    /// workers say runs is taken from those in their hands.
    /// </summary>
    private static ImmutableSortedDictionary<TaskState, long> CountsOf(LedgerState ledger, ImmutableArray<WorkerStatus> workers)
    {
        var (known, scheduled) = (ledger.CountOf(TaskState.Executing), ledger.CountOf(TaskState.Scheduled));
        var unheard = Math.Clamp(workers.Sum(static worker => (long)worker.Running) - known, 0, scheduled);
        return Enum.GetValues<TaskState>().ToImmutableSortedDictionary(static state => state, state => state switch
        {
            TaskState.Executing => known + unheard,
            TaskState.Scheduled => scheduled - unheard,
            _ => ledger.CountOf(state),
        });
    }

    /// <summary>Answers a query that has no problem.</summary>
    /// <param name="ledger">The state.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="pageBytes">
    /// Bytes after which a page ends; a record that is larger by itself comes without its payload.
    /// </param>
    /// <param name="master">The master's uid.</param>
    /// <param name="journal">File of the journal.</param>
    /// <param name="workers">The pool's.</param>
    public static QueryReply Answer(
        LedgerState ledger, Query query, long pageBytes, string master, string? journal, ImmutableArray<WorkerStatus> workers)
    {
        var reply = new QueryReply
        {
            Status = new MasterStatus
            {
                Master = master,
                Stopping = ledger.Closed is not null,
                Counts = CountsOf(ledger, workers),
                DuplicateHits = ledger.DuplicateHits,
                Retries = ledger.Report.Retries,
                StaleResults = ledger.StaleResults,
                Journal = journal,
                Workers = workers,
            },
        };
        var after = query.After is null ? 0 : long.Parse(query.After, CultureInfo.InvariantCulture);
        if (query.Limit == 0)
        {
            return reply;
        }

        return !query.Ids.IsDefaultOrEmpty ? ByUid(ledger, query, after, pageBytes, reply)
            : query.Submission is { } submission ? BySubmission(ledger, query, submission, after, pageBytes, reply)
            : All(ledger, query, after, pageBytes, reply);
    }

    private static QueryReply All(LedgerState ledger, Query query, long after, long pageBytes, QueryReply reply)
    {
        var page = new RecordPage(query.Limit, pageBytes);
        long last = after;
        foreach (var task in ledger.After(after))
        {
            if (!Admits(query, task))
            {
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

    /// <summary>Here the cursor is the index behind the last one.</summary>
    private static QueryReply BySubmission(LedgerState ledger, Query query, Guid submission, long after, long pageBytes, QueryReply reply)
    {
        var page = new RecordPage(query.Limit, pageBytes);
        foreach (var task in ledger.TasksOf(submission, (int)Math.Min(after, int.MaxValue)).Where(task => Admits(query, task)))
        {
            if (page.IsFull)
            {
                return reply with { Records = page.Records, Next = task.Key.Index.ToString(CultureInfo.InvariantCulture) };
            }

            page.Add(task, task.ToRecord());
        }

        return reply with { Records = page.Records };
    }

    /// <summary>Here the cursor counts the uids of the query.</summary>
    private static QueryReply ByUid(LedgerState ledger, Query query, long after, long pageBytes, QueryReply reply)
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
            if (ledger.FindLatest(uid) is not { } task)
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

    private static bool Admits(Query query, TaskEntry task) => query.State is not { } state || task.State == state;
}
