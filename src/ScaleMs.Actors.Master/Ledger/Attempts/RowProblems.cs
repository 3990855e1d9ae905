using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Graph;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Why rows of a batch cannot be accepted.</summary>
internal sealed class RowProblems(LedgerLimits limits, TaskTable tasks, TaskReferences references, SubTasks subTasks)
{
    /// <summary>Why a row differs from the one accepted earlier in its place: the user has changed the input. Null = it does not.</summary>
    public static string? Difference(in TaskRow row, TaskEntry known) => row.Uid == known.Uid
        ? null
        : $"task {row.Key.Index} of submission {row.Key.Submission} is {known.Uid}, not {row.Uid}; a submission is taken up again with the same tasks, others need a submission of their own";

    /// <summary>Why a row cannot be accepted, its options aside; null = it can.</summary>
    public string? Of(in TaskRow row) =>
        row.Key.Index < 0 ? $"{row.Key.Index} is not an index of a task"
        : row.Slots is < 1 or > TaskDescription.MaxSlots ? $"the task asks for {row.Slots} slots; 1 to {TaskDescription.MaxSlots} are possible"
        : row.Ranks != RankSpan.All(row.Ranks.Size) || row.Slots % Math.Max(1, row.Ranks.Size) != 0
            ? $"the task asks for {row.Slots} slots for the ranks {row.Ranks.First} to {row.Ranks.First + row.Ranks.Count - 1} of {row.Ranks.Size}; all ranks with equal numbers of slots are possible"
        : row.TimeoutMilliseconds < 0 ? $"the task's timeout is {row.TimeoutMilliseconds} ms; 0 (no limit) or more is possible"
        : row.Kind > PayloadKind.Description ? $"the payload kind {(byte)row.Kind} is not known"
        : row.Payload.Length > limits.MaxPayload
            ? $"the task's description has {row.Payload.Length} bytes; at most {limits.MaxPayload} are transferred (scalems.transfer.max)"
        : TaskRuntime.Problem(row.Runtime?.Name, row.Runtime?.NamedEnv) is { } unfit ? unfit
        : row.Resources?.Problem() is { } problem ? problem
        : !row.Uid.IsHash && tasks.Find(row.Uid) is { } other ? $"the uid '{row.Uid}' belongs to a task that was submitted before ({TaskLifeCycle.Name(other.State)})"
        : subTasks.Problem(row);

    /// <summary>Why a batch cannot be accepted as a whole, and because of which row; null = it can. Rows may depend on earlier rows.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="closed">Why new rows of clients are refused; null = they are accepted.</param>
    public RefusedRow? First(SubmitBatch batch, string? closed)
    {
        var indices = new HashSet<int>();
        var uids = new HashSet<TaskUid>();
        foreach (ref readonly var row in batch.Tasks.AsSpan())
        {
            var known = tasks.Find(row.Key);
            if ((known is null ? InBatch(row, batch.Submission, indices, uids) ?? (row.Parent is null ? closed : null) : Difference(row, known)) is { } problem)
            {
                return new RefusedRow(row.Key.Index, problem);
            }

            indices.Add(row.Key.Index);
            uids.Add(row.Uid);
        }

        return null;
    }

    private string? InBatch(in TaskRow row, Guid submission, HashSet<int> indices, HashSet<TaskUid> uids)
    {
        if (indices.Contains(row.Key.Index))
        {
            return "an earlier task of it has the same index";
        }

        if (row.Key.Submission != submission)
        {
            return $"it is of submission {row.Key.Submission}, its batch of {submission}";
        }

        if (!row.Uid.IsHash && uids.Contains(row.Uid))
        {
            return $"the uid '{row.Uid}' belongs to an earlier task of it";
        }

        try
        {
            foreach (var reference in TaskOptions.Parse(row.Options.Span).After)
            {
                var isEarlier = TaskOptions.IndexOf(reference) is { } index ? index < row.Key.Index && indices.Contains(index) : uids.Contains(TaskUid.Parse(reference));
                if (!isEarlier)
                {
                    _ = references.Resolve(row.Key, reference);
                }
            }
        }
        catch (ProtocolException error)
        {
            return error.Message;
        }

        return Of(row);
    }
}
