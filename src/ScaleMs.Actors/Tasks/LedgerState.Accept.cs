using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

internal sealed partial class LedgerState
{
    /// <summary>Takes responsibility for a task. A row that was taken before is taken again, and its result is sent again.</summary>
    /// <returns>Null, or why the row is refused.</returns>
    public string? Accept(ClientSession session, in TaskRow row)
    {
        if (row.Key.Index < 0)
        {
            return $"{row.Key.Index} is not an index of a task";
        }

        if (Find(row.Key) is { } known)
        {
            AcceptAgain(session, known);
            return null;
        }

        if (Closed is { } reason)
        {
            return reason;
        }

        if (Problem(row) is { } problem)
        {
            return problem;
        }

        var task = new TaskEntry(row, session, ++_sequence, Now);
        var submission = FindSubmission(row.Key.Submission);
        if (submission is null)
        {
            submission = new Submission(row.Key.Submission);
            _submissions.Add(submission.Id, submission);
            _lastSubmission = submission;
        }

        submission.Add(task);
        _uids.Add(task);
        _order.Add(task);
        session.Tasks++;
        session.Unfinished++;
        _counts[(int)TaskState.Scheduled]++;
        Unfinished++;
        ToEnqueue.Add(new Ticket(task, task.Attempt));
        return null;
    }

    private void AcceptAgain(ClientSession session, TaskEntry task)
    {
        if (task.Session != session)
        {
            Leave(task);
            task.Session = session;
            session.Tasks++;
            session.Unfinished += task.State.IsFinal() ? 0 : 1;
            session.Undelivered += task.State.IsFinal() && !task.Delivered ? 1 : 0;
        }

        if (task.State.IsFinal())
        {
            SendAgain(task);
        }
    }

    private string? Problem(in TaskRow row) =>
        row.Slots is < 1 or > TaskDescription.MaxSlots ? $"the task asks for {row.Slots} slots; 1 to {TaskDescription.MaxSlots} are possible"
        : row.TimeoutMilliseconds < 0 ? $"the task's timeout is {row.TimeoutMilliseconds} ms; 0 (no limit) or more is possible"
        : row.Kind > PayloadKind.Description ? $"the payload kind {(byte)row.Kind} is not known"
        : row.Payload.Length > limits.MaxPayload
            ? $"the task's description has {row.Payload.Length} bytes; at most {limits.MaxPayload} are transferred (scalems.transfer.max)"
        : !row.Uid.IsHash && _uids.Find(row.Uid) is { } other ? $"the uid '{row.Uid}' belongs to a task that was submitted before ({Name(other.State)})"
        : null;

    /// <summary>As JSON and people write it.</summary>
    private static string Name(TaskState state) => state.ToString().ToUpperInvariant();
}
