using System.Collections.Immutable;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    /// <summary>Tasks that an equal one stood for.</summary>
    public long DuplicateHits { get; private set; }

    /// <summary>Takes a batch, or as much of it as can be taken.</summary>
    public AcceptedBatch Accept(ClientSession session, SubmitBatch batch)
    {
        var rows = batch.Tasks.AsSpan();
        var first = rows.IsEmpty ? 0 : int.MaxValue;
        foreach (ref readonly var row in rows)
        {
            first = Math.Min(first, row.Key.Index);
        }

        var accepted = new AcceptedBatch(batch.Submission, first, rows.Length, []);
        if (IsFull(rows) || (!session.IsAnonymous && (session.IsBehindBusy(batch.Submission, first) || WaitsForEarlierRows(session, batch))))
        {
            if (!session.IsAnonymous)
            {
                // A plain actor is told so and sends nothing again by itself.
                session.SetBusy(batch.Submission, first);
            }

            return accepted with { Busy = true };
        }

        session.ClearBusy(batch.Submission, first, rows.Length);
        if (batch.Atomic && FirstProblem(batch) is { } problem)
        {
            return accepted with { Refused = [problem] };
        }

        if (!rows.IsEmpty && !Claim(session, GetSubmission(batch.Submission)))
        {
            DropIfEmpty(batch.Submission);
            return accepted with { Refused = [.. batch.Tasks.Select(row => new RefusedRow(row.Key.Index, "a newer client has taken up the submission"))] };
        }

        if (batch.MaxRunning > 0)
        {
            var limited = GetSubmission(batch.Submission);
            limited.MaxRunning = batch.MaxRunning;
            Effects.Journal.Capped(limited);
        }

        ImmutableArray<RefusedRow>.Builder? refused = null;
        foreach (ref readonly var row in rows)
        {
            var reason = row.Key.Submission == batch.Submission
                ? Accept(session, row)
                : $"the task is of submission {row.Key.Submission}, its batch of {batch.Submission}";
            if (reason is not null)
            {
                refused ??= ImmutableArray.CreateBuilder<RefusedRow>();
                refused.Add(new RefusedRow(row.Key.Index, reason));
            }
        }

        DropIfEmpty(batch.Submission);
        return refused is null ? accepted : accepted with { Refused = refused.ToImmutable() };
    }

    /// <summary>Takes responsibility for a task. A row that was taken before is taken again, and its result is sent again.</summary>
    /// <returns>Null, or why the row is refused.</returns>
    public string? Accept(ClientSession session, in TaskRow row)
    {
        if (Find(row.Key) is { } known)
        {
            if (Difference(row, known) is { } difference)
            {
                return difference;
            }

            AcceptAgain(session, known);
            return null;
        }

        TaskOptions options;
        (string, TaskEntry)[] dependencies;
        try
        {
            options = TaskOptions.Parse(row.Options.Span);
            dependencies = Dependencies(row, options);
        }
        catch (ProtocolException error)
        {
            return error.Message;
        }

        if (Problem(row) is { } problem)
        {
            return problem;
        }

        Take(session, row, options, dependencies);
        return null;
    }

    /// <summary>True where one more batch would be too much.</summary>
    private bool IsFull(ReadOnlySpan<TaskRow> rows)
    {
        if (Unfinished + rows.Length <= limits.MaxUnfinished && _unfinishedBytes <= limits.MaxUnfinishedBytes)
        {
            return false;
        }

        // What is known already takes no more room.
        foreach (ref readonly var row in rows)
        {
            if (Find(row.Key) is null)
            {
                return Unfinished > 0;
            }
        }

        return false;
    }

    private void Take(ClientSession session, in TaskRow row, TaskOptions options, (string, TaskEntry)[] dependencies)
    {
        var task = new TaskEntry(row, session, ++_sequence, Now);
        if (!row.Options.IsEmpty)
        {
            task.Detail = new TaskDetail { Options = options, OptionsJson = row.Options };
        }

        var submission = GetSubmission(row.Key.Submission);
        var equal = task.MayDeduplicate ? _uids.Find(task.Uid) : null;
        submission.Add(task);
        _uids.Add(task);
        _order.Add(task);
        session.Tasks++;
        session.Unfinished++;
        _counts[(int)TaskState.New]++;
        _entered[(int)TaskState.New]++;
        Unfinished++;
        _unfinishedBytes += task.Payload.Length;
        Report.Accepted++;
        Effects.Journal.Accepted(task);
        Subscriptions.Announce(task, TaskState.New, TaskState.New, Now, "accepted");
        if (equal is null || !AttachToPrimary(task, equal, dependencies))
        {
            Begin(task, dependencies);
        }
    }

    private void Begin(TaskEntry task, (string, TaskEntry)[] dependencies)
    {
        Deadlines.Set(task);
        if (dependencies.Length > 0)
        {
            Await(task, dependencies);
        }
        else
        {
            Schedule(task, "accepted");
        }
    }

    /// <summary>Why a row is not the one that was taken before in its place: its user has changed the input. Null = it is.</summary>
    private static string? Difference(in TaskRow row, TaskEntry known) => row.Uid == known.Uid
        ? null
        : $"task {row.Key.Index} of submission {row.Key.Submission} is {known.Uid}, not {row.Uid}; a submission is taken up again with the same tasks, others need a submission of their own";

    private void AcceptAgain(ClientSession session, TaskEntry task)
    {
        if (task.Session != session)
        {
            Reassign(task, session);
        }

        if (task.State.IsFinal())
        {
            SendAgain(task);
        }
    }

    private string? Problem(in TaskRow row) =>
        row.Key.Index < 0 ? $"{row.Key.Index} is not an index of a task"
        : Closed is { } reason ? reason
        : row.Slots is < 1 or > TaskDescription.MaxSlots ? $"the task asks for {row.Slots} slots; 1 to {TaskDescription.MaxSlots} are possible"
        : row.TimeoutMilliseconds < 0 ? $"the task's timeout is {row.TimeoutMilliseconds} ms; 0 (no limit) or more is possible"
        : row.Kind > PayloadKind.Description ? $"the payload kind {(byte)row.Kind} is not known"
        : row.Payload.Length > limits.MaxPayload
            ? $"the task's description has {row.Payload.Length} bytes; at most {limits.MaxPayload} are transferred (scalems.transfer.max)"
        : !row.Uid.IsHash && _uids.Find(row.Uid) is { } other ? $"the uid '{row.Uid}' belongs to a task that was submitted before ({Name(other.State)})"
        : null;

    /// <summary>Why a batch cannot be taken as a whole, and because of which row; null = it can. Its rows may depend on earlier ones of it.</summary>
    private RefusedRow? FirstProblem(SubmitBatch batch)
    {
        var indices = new HashSet<int>();
        var uids = new HashSet<TaskUid>();
        foreach (ref readonly var row in batch.Tasks.AsSpan())
        {
            var known = Find(row.Key);
            if ((known is null ? RowProblem(row, batch.Submission, indices, uids) : Difference(row, known)) is { } problem)
            {
                return new RefusedRow(row.Key.Index, problem);
            }

            indices.Add(row.Key.Index);
            uids.Add(row.Uid);
        }

        return null;
    }

    private string? RowProblem(in TaskRow row, Guid submission, HashSet<int> indices, HashSet<TaskUid> uids)
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
                var isEarlier = IndexOf(reference) is { } index ? index < row.Key.Index && indices.Contains(index) : uids.Contains(TaskUid.Parse(reference));
                if (!isEarlier)
                {
                    _ = Dependency(row.Key, reference);
                }
            }
        }
        catch (ProtocolException error)
        {
            return error.Message;
        }

        return Problem(row);
    }

    /// <summary>As JSON and people write it.</summary>
    public static string Name(TaskState state) => state.ToString().ToUpperInvariant();
}
