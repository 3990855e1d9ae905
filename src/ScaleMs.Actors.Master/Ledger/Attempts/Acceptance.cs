using System.Collections.Immutable;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Files;
using ScaleMs.Actors.Master.Ledger.Graph;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Accepts tasks and starts their processing.</summary>
internal sealed class Acceptance(
    ITaskTransitions transitions,
    LedgerLimits limits,
    LedgerEffects effects,
    TaskTable tasks,
    ClientSessions sessions,
    ResultDelivery delivery,
    TaskReferences references,
    Dependencies dependencies,
    Duplicates duplicates,
    SubTasks subTasks,
    TaskFiles files,
    Deadlines deadlines,
    Subscriptions subscriptions,
    ReportBuilder report)
{
    private readonly RowProblems _problems = new(limits, tasks, references, subTasks);

    /// <summary>Why tasks are refused; null = they are accepted. A running task's sub-tasks are accepted in any case: it was accepted itself.</summary>
    public string? Closed { get; set; }

    /// <summary>Makes spans of tasks; null = nothing does.</summary>
    public TaskTraces? Traces { get; set; }

    /// <summary>Accepts a batch, or as much of it as can be accepted.</summary>
    public AcceptedBatch Accept(ClientSession session, SubmitBatch batch)
    {
        var rows = batch.Tasks.AsSpan();
        var first = rows.IsEmpty ? 0 : int.MaxValue;
        foreach (ref readonly var row in rows)
        {
            first = Math.Min(first, row.Key.Index);
        }

        var accepted = new AcceptedBatch(batch.Submission, first, rows.Length, []);
        if (IsFull(rows) || (!session.IsAnonymous && (session.IsBehindBusy(batch.Submission, first) || references.WaitsForEarlierRows(session, batch, effects.Now))))
        {
            if (!session.IsAnonymous)
            {
                // A plain actor does not resend by itself.
                session.SetBusy(batch.Submission, first);
            }

            return accepted with { Busy = true };
        }

        session.ClearBusy(batch.Submission, first, rows.Length);
        if (batch.Atomic && _problems.First(batch, Closed) is { } problem)
        {
            return accepted with { Refused = [problem] };
        }

        if (!rows.IsEmpty && !sessions.Claim(session, tasks.GetSubmission(batch.Submission)))
        {
            tasks.DropIfEmpty(batch.Submission);
            return accepted with { Refused = [.. batch.Tasks.Select(row => new RefusedRow(row.Key.Index, "a newer client has taken up the submission"))] };
        }

        if (batch.MaxRunning > 0 || batch.TraceParent.Length > 0)
        {
            Note(batch, tasks.GetSubmission(batch.Submission));
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

        tasks.DropIfEmpty(batch.Submission);
        return refused is null ? accepted : accepted with { Refused = refused.ToImmutable() };
    }

    /// <summary>Notes what the batch says about its submission.</summary>
    private void Note(SubmitBatch batch, Submission submission)
    {
        var isTraced = submission.TraceParent.Length == 0 && TraceParent.Read(batch.TraceParent) != default;
        if (isTraced)
        {
            submission.TraceParent = batch.TraceParent;
        }

        if (batch.MaxRunning > 0)
        {
            submission.MaxRunning = batch.MaxRunning;
        }

        if (isTraced || batch.MaxRunning > 0)
        {
            effects.Journal.Noted(submission);
        }
    }

    /// <summary>Accepts a task. A row that was accepted before is accepted again, and its result is sent again.</summary>
    /// <returns>Null, or why the row is refused.</returns>
    public string? Accept(ClientSession session, in TaskRow row)
    {
        if (tasks.Find(row.Key) is { } known)
        {
            if (RowProblems.Difference(row, known) is { } difference)
            {
                return difference;
            }

            AcceptAgain(session, known);
            return null;
        }

        TaskOptions options;
        (string, TaskEntry)[] inputs;
        try
        {
            options = TaskOptions.Parse(row.Options.Span);
            inputs = references.Resolve(row.Key, options);
        }
        catch (ProtocolException error)
        {
            return error.Message;
        }

        if (((row.Parent is null ? Closed : null) ?? _problems.Of(row)) is { } problem)
        {
            return problem;
        }

        var task = tasks.Add(row, options, session, effects.Now);
        session.Join(task);
        subTasks.Add(task);
        files.Described(task);
        report.Accepted++;
        effects.Journal.Accepted(task);
        Traces?.Accepted(task);
        subscriptions.Announce(task, TaskState.New, TaskState.New, effects.Now, "accepted");
        Begin(task, inputs);
        return null;
    }

    /// <summary>The task waits for its inputs, gets the outcome of an equal one, or is scheduled.</summary>
    public void Begin(TaskEntry task, (string, TaskEntry)[] inputs)
    {
        if (task.MayDeduplicate && tasks.Find(task.Uid) is { } head && duplicates.Attach(task, head, inputs))
        {
            return;
        }

        deadlines.Set(task);
        if (inputs.Length > 0)
        {
            dependencies.Await(task, inputs);
        }
        else
        {
            transitions.Schedule(task, "accepted");
        }
    }

    /// <summary>
    /// True when one more batch would exceed the limits. Sub-tasks have as much room again, because tasks that wait for them would otherwise
    /// wait for those that fill the master, and hold the slots which these need.
    /// </summary>
    private bool IsFull(ReadOnlySpan<TaskRow> rows)
    {
        var rooms = AreSubTasks(rows) ? 2 : 1;
        if ((tasks.Unfinished / rooms) + rows.Length <= limits.MaxUnfinished && tasks.UnfinishedBytes / rooms <= limits.MaxUnfinishedBytes)
        {
            return false;
        }

        // Known rows take no more room.
        foreach (ref readonly var row in rows)
        {
            if (tasks.Find(row.Key) is null)
            {
                return tasks.Unfinished > 0;
            }
        }

        return false;
    }

    private static bool AreSubTasks(ReadOnlySpan<TaskRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.Parent is null)
            {
                return false;
            }
        }

        return true;
    }

    private void AcceptAgain(ClientSession session, TaskEntry task)
    {
        if (task.Session != session)
        {
            sessions.Reassign(task, session);
        }

        if (task.IsFinal)
        {
            delivery.SendAgain(task);
        }
    }
}
