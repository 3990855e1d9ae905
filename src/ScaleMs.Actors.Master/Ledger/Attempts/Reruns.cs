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

/// <summary>
/// Tasks that are DONE and run again, because there is no copy any more of a file that they made and another task needs. For clients they remain
/// DONE; the tasks that need the file wait, and get the new result's values. A task that finds its own inputs lost in such a run waits in the same way.
/// After a restart of the master nothing of this goes on: the tasks that need the file find it lost again.
/// </summary>
internal sealed class Reruns(
    ITaskTransitions transitions,
    LedgerLimits limits,
    LedgerEffects effects,
    Admission admission,
    FurtherAttempts further,
    TaskReferences references,
    Dependencies dependencies,
    TaskFiles files,
    CodeSets codes,
    ReportBuilder report)
{
    /// <summary>The task's attempt found files lost: it waits until those that made them have made them again, and is scheduled anew.</summary>
    /// <param name="task">A task that is not final, in the pool.</param>
    /// <param name="row">The result of its attempt.</param>
    /// <param name="worker">Where that ran.</param>
    /// <param name="lost">The files.</param>
    /// <returns>Null, or why the files are not made again; then nothing has changed.</returns>
    public string? Await(TaskEntry task, in ResultRow row, string worker, ImmutableArray<string> lost)
    {
        if (FindMakers(task, task.Phase.Since, lost, out var makers) is { } problem)
        {
            return problem;
        }

        further.Begin(task, task.Phase, row.StartedMicroseconds, worker, isCounted: false);
        task.Detail!.Reason = ReasonToWait(lost[0], makers);
        transitions.Move(task, new TaskPhase.AwaitingInputs(makers.Count, effects.Now), task.Detail.Reason);
        if (makers.Count == 0)
        {
            dependencies.Release(task);
        }

        foreach (var (maker, file) in makers)
        {
            Wait(task, maker, file);
        }

        return null;
    }

    /// <summary>The pool gave the attempt to a worker.</summary>
    public static void OnAssigned(Rerun rerun, string worker, long now) => rerun.Phase = rerun.Phase.AssignedTo(worker, now);

    /// <summary>The worker reports that the attempt runs.</summary>
    public static void OnStarted(Rerun rerun, long at)
    {
        if (rerun.Phase is TaskPhase.Queued or TaskPhase.Assigned)
        {
            rerun.Phase = new TaskPhase.Running(rerun.Phase.Since, at, rerun.Phase.AssignedAt, rerun.Phase.Worker);
        }
    }

    /// <summary>The result of an attempt. One that is not the current one's, or that nobody has assigned, is dropped.</summary>
    public void OnResult(TaskEntry task, Rerun rerun, in ResultRow row, string worker)
    {
        if (row.Attempt != task.Attempt || !rerun.Phase.IsInPool || rerun.Phase.IsUnassigned || row.State == TaskState.Canceled)
        {
            report.StaleResults++;
            return;
        }

        if (row.State == TaskState.Done)
        {
            Finish(task, rerun, row, worker);
            return;
        }

        string? problem = null;
        if (LostFiles.In(row) is { IsEmpty: false } lost && (problem = AwaitOwnInputs(task, rerun, row, worker, lost)) is null)
        {
            return;
        }

        var outcome = TaskOutcome.ParseOrError(row.Payload.Span);
        if (RetryPolicy.MayTryAgain(outcome, task.Detail!, limits))
        {
            TryAgain(task, rerun, row.StartedMicroseconds, worker, $"attempt {task.Attempt} is {TaskLifeCycle.Name(row.State)}: {outcome.Exception ?? TaskFailure.NameOf(outcome)}", isCounted: true);
        }
        else
        {
            Fail(task, $"ran again and is {TaskLifeCycle.Name(row.State)}: {problem ?? outcome.Exception ?? TaskFailure.NameOf(outcome)}", row.StartedMicroseconds, worker);
        }
    }

    /// <summary>The worker is lost: there is another attempt while the limit allows one.</summary>
    public void OnLost(TaskEntry task, Rerun rerun, string worker, string reason, bool isCounted)
    {
        var detail = task.Detail!;
        if (isCounted)
        {
            detail.CountLoss(worker, hadBegun: rerun.Phase is TaskPhase.Running);
        }

        report.Lost(worker);
        if ((isCounted ? RetryPolicy.Refusal(RetryCause.WorkerLost, detail, limits) : RetryPolicy.Refusal(detail)) is { } refusal)
        {
            Fail(task, $"ran again and was lost with {detail.LostWith ?? worker} ({reason}); there is no other attempt, because {refusal}", rerun.Phase.StartedAt, worker);
        }
        else
        {
            TryAgain(task, rerun, rerun.Phase.StartedAt, worker, $"worker {worker} {(isCounted ? "was lost" : "has left")}: {reason}", isCounted);
        }
    }

    /// <summary>No worker can ever run the attempt.</summary>
    public void OnUnschedulable(TaskEntry task, string reason) => Fail(task, $"cannot run again: {reason}", started: 0, worker: null);

    private static string ReasonToWait(string lost, List<(TaskEntry Maker, string File)> makers) => makers switch
    {
        [] => $"file {lost} was lost, and has been made again",
        [var (maker, file)] => $"file {file} was lost; task {maker.Uid} makes it again",
        [var (maker, file), ..] => $"file {file} and others were lost; task {maker.Uid} and others make them again",
    };

    /// <summary>Which tasks must run again. Those that have done so since the attempt was scheduled are left out.</summary>
    /// <param name="task">The task that needs the files.</param>
    /// <param name="since">When its attempt was scheduled, in microseconds since 1970-01-01 UTC.</param>
    /// <param name="lost">The files.</param>
    /// <param name="makers">The tasks, each with one of the files.</param>
    /// <returns>Null, or why a file is not made again.</returns>
    private string? FindMakers(TaskEntry task, long since, ImmutableArray<string> lost, out List<(TaskEntry Maker, string File)> makers)
    {
        makers = [];
        foreach (var file in lost)
        {
            if (MakerOf(task, since, file) is not { } maker)
            {
                return LostFiles.Reason(file, "none of the tasks that this one depends on, as far as their records are kept, has made it, so it cannot be made again");
            }

            if (maker.Detail!.Rerun is null && maker.Detail.Files!.RemadeAt > since)
            {
                continue;
            }

            if (maker.Detail.Rerun is null && Refusal(maker) is { } refusal)
            {
                return LostFiles.Reason(file, $"task {maker.Uid}, which made it, is not run again, because {refusal}");
            }

            if (!makers.Exists(known => known.Maker == maker))
            {
                makers.Add((maker, file));
            }
        }

        return null;
    }

    private static TaskEntry? MakerOf(TaskEntry task, long since, string file)
    {
        foreach (var (_, dependency) in task.Detail?.Dependencies ?? [])
        {
            if (dependency.Detail is { Files: { } made } detail
                && (made.Outputs.Contains(file) || (made.Earlier.Contains(file) && (detail.Rerun is not null || made.RemadeAt > since))))
            {
                return dependency;
            }
        }

        return null;
    }

    /// <summary>Why the task cannot run again; null = it can.</summary>
    private string? Refusal(TaskEntry maker) =>
        maker.State != TaskState.Done ? $"it is {TaskLifeCycle.Name(maker.State)}"
        : RetryPolicy.RefusalToRunAgain(maker.Detail!, limits) is { } refusal ? refusal
        : maker.Payload.IsEmpty ? "its description is not kept any more (scalems.master.retain)"
        : maker.Detail is { Options.References: true, Original: null } && InputsOf(maker) is null
            ? "the results of tasks that it depends on are not kept any more (scalems.master.retain)"
        : null;

    /// <summary>The tasks that a DONE task has its values from; null = they are not all there any more.</summary>
    private (string Reference, TaskEntry Task)[]? InputsOf(TaskEntry maker)
    {
        try
        {
            var inputs = references.Resolve(maker.Key, maker.Detail!.Options);
            return Array.TrueForAll(inputs, static input => input.Task.IsFinal) ? inputs : null;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private void Wait(TaskEntry task, TaskEntry maker, string file)
    {
        if (maker.Detail!.Rerun is { } running)
        {
            WaitingTasks.Add(running.Waiting, (task, file));
        }
        else if (!task.IsOver)
        {
            Start(maker, file, task);
        }
    }

    private void Start(TaskEntry maker, string file, TaskEntry waiting)
    {
        var detail = maker.Detail!;
        detail.Earlier ??= [];
        detail.Earlier.AddRange(TaskRecords.AttemptTransitions(maker, maker.Phase, maker.Phase.StartedAt, maker.Worker));
        detail.Earlier.Add(TaskRecords.EndTransition(maker));
        detail.EndIsEarlier = true;
        detail.Rerun = new Rerun { Waiting = { (waiting, file) } };
        detail.Reruns++;
        detail.Reason = $"runs again: file {file}, which it made, was lost";
        maker.Attempt++;
        report.Retries++;
        effects.Journal.Retried(maker);
        dependencies.PinRecord(maker);
        if (InputsOf(maker) is { Length: > 0 } inputs)
        {
            dependencies.Pin(maker, inputs);
        }

        Enqueue(maker, detail.Rerun);
    }

    /// <summary>The attempt goes to the pool at once, whatever its submission has there: others wait for it.</summary>
    private void Enqueue(TaskEntry maker, Rerun rerun)
    {
        if (maker.Detail is { Options.References: true, Dependencies: { } inputs })
        {
            if (references.Substitute(maker, inputs) is { } problem)
            {
                Fail(maker, $"cannot run again: {problem}", started: 0, worker: null);
                return;
            }

            files.Described(maker);
        }

        rerun.Phase = new TaskPhase.Queued(effects.Now);
        admission.EnqueueAgain(maker);
    }

    private void TryAgain(TaskEntry task, Rerun rerun, long started, string? worker, string reason, bool isCounted)
    {
        further.Begin(task, rerun.Phase, started, worker, isCounted);
        task.Detail!.Reason = reason;
        Enqueue(task, rerun);
    }

    /// <summary>The run again found files lost, too.</summary>
    /// <returns>Null: it waits until they are made again; or why they are not.</returns>
    private string? AwaitOwnInputs(TaskEntry task, Rerun rerun, in ResultRow row, string worker, ImmutableArray<string> lost)
    {
        if (FindMakers(task, rerun.Phase.Since, lost, out var makers) is { } problem)
        {
            return problem;
        }

        further.Begin(task, rerun.Phase, row.StartedMicroseconds, worker, isCounted: false);
        task.Detail!.Reason = ReasonToWait(lost[0], makers);
        rerun.Phase = new TaskPhase.AwaitingInputs(makers.Count, effects.Now);
        if (makers.Count == 0)
        {
            Enqueue(task, rerun);
        }

        foreach (var (maker, file) in makers)
        {
            Wait(task, maker, file);
        }

        return null;
    }

    /// <summary>The task is DONE once more, and its new outcome is there instead of the earlier one.</summary>
    private void Finish(TaskEntry task, Rerun rerun, in ResultRow row, string worker)
    {
        var end = new TaskEnd(row.State, row.StartedMicroseconds, row.FinishedMicroseconds, worker, row.Payload, codes.OfResult(task, row.Code));
        ResultDelivery.Replace(task, new TaskPhase.Ended(end, rerun.Phase.Since, rerun.Phase.AssignedAt));
        effects.Journal.Ended(task);
        files.Remade(task);
        task.Detail!.EndIsEarlier = false;
        Leave(task, rerun);
        foreach (var (waiting, _) in rerun.Waiting)
        {
            if (!waiting.IsFinal)
            {
                dependencies.OnEnded(waiting, task);
            }
            else if (waiting.Detail!.Rerun is { Phase: TaskPhase.AwaitingInputs inputs } again && --inputs.Missing == 0)
            {
                Enqueue(waiting, again);
            }
        }

        Unpin(task);
    }

    /// <summary>The task keeps its earlier outcome, and those that wait for its files fail. Iterative, because they may be such tasks in turn.</summary>
    private void Fail(TaskEntry task, string why, long started, string? worker)
    {
        var failed = new Queue<(TaskEntry Task, string Why, long Started, string? Worker)>([(task, why, started, worker)]);
        while (failed.TryDequeue(out var next))
        {
            if (next.Task.Detail!.Rerun is not { } rerun)
            {
                continue;
            }

            next.Task.Detail.Earlier!.AddRange(TaskRecords.AttemptTransitions(next.Task, rerun.Phase, next.Started, next.Worker));
            next.Task.Detail.Earlier.Add(TaskRecords.EndTransition(next.Task) with { At = TaskTimestamps.OfMicroseconds(effects.Now)!.Value, Reason = $"{next.Why}; its earlier result stands" });
            Leave(next.Task, rerun);
            foreach (var (waiting, file) in rerun.Waiting)
            {
                var reason = LostFiles.Reason(file, $"task {next.Task.Uid}, which made it, {next.Why}");
                if (waiting is { IsFinal: false, Phase: TaskPhase.AwaitingInputs })
                {
                    transitions.Fail(waiting, ErrorType.FileLost, reason);
                }
                else if (waiting is { IsFinal: true, Detail.Rerun.Phase: TaskPhase.AwaitingInputs })
                {
                    failed.Enqueue((waiting, $"cannot run again: {reason}", 0, null));
                }
            }

            Unpin(next.Task);
        }
    }

    private void Leave(TaskEntry task, Rerun rerun)
    {
        task.Detail!.Rerun = null;
        transitions.AttemptOver(task);
        if (rerun.Phase.IsInPool)
        {
            admission.Leave(task);
        }
    }

    private void Unpin(TaskEntry task)
    {
        dependencies.Unpin(task);
        dependencies.UnpinRecord(task);
    }
}
