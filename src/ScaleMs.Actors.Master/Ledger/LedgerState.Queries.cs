using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    /// <summary>Tasks in order of submission, behind a cursor.</summary>
    public IEnumerable<TaskEntry> After(long sequence) => _order.After(sequence);

    /// <summary>Tasks of a submission from an index on.</summary>
    public IEnumerable<TaskEntry> TasksOf(Guid submission, int first) => FindSubmission(submission)?.From(first) ?? [];

    /// <summary>The task of that uid, the one submitted last where there are several.</summary>
    public TaskEntry? FindLatest(string uid)
    {
        // The chain has its first task at the head and the newest behind it.
        var head = uid.Length == 0 ? null : _uids.Find(TaskUid.Parse(uid));
        return head?.NextEqual is { } second && second.Sequence > head.Sequence ? second : head;
    }
}
