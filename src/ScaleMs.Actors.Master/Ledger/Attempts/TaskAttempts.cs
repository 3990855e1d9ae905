using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>The course of attempts in the pool and at workers: results, losses, retries.</summary>
internal sealed class TaskAttempts(
    ITaskTransitions transitions,
    LedgerLimits limits,
    LedgerEffects effects,
    TaskTable tasks,
    Admission admission,
    FurtherAttempts further,
    Reruns reruns,
    Deadlines deadlines,
    CodeSets codes,
    ReportBuilder report)
{
    /// <summary>Told of attempts that are over; null = nobody is.</summary>
    public TaskTelemetry? Telemetry { get; set; }

    /// <summary>The pool gave the attempt to a worker.</summary>
    public void OnAssigned(TaskAttempt attempt, string worker)
    {
        var task = Current(attempt);
        if (task.Attempt != attempt.Attempt)
        {
            return;
        }

        if (task.Detail?.Rerun is { } rerun)
        {
            Reruns.OnAssigned(rerun, worker, effects.Now);
        }
        else
        {
            task.Phase = task.Phase.AssignedTo(worker, effects.Now);
        }
    }

    /// <summary>The worker reports that the attempt runs.</summary>
    public void OnStarted(in StartedTask started)
    {
        if (tasks.Find(started.Key) is not { } task || task.Attempt != started.Attempt)
        {
            return;
        }

        if (task.Detail?.Rerun is { } rerun)
        {
            Reruns.OnStarted(rerun, started.At);
        }
        else if (task.Phase is TaskPhase.Queued or TaskPhase.Assigned)
        {
            transitions.Move(task, new TaskPhase.Running(task.Phase.Since, started.At, task.Phase.AssignedAt, task.Worker), "began");
        }
    }

    /// <summary>A worker's result. Only that of the current attempt at an unfinished task counts.</summary>
    /// <returns>False when it must not be acknowledged yet: nothing has been written.</returns>
    public bool OnResult(in ResultRow row, string worker)
    {
        if (tasks.Find(row.Key) is { Detail.Rerun: { } rerun } again)
        {
            reruns.OnResult(again, rerun, row, worker);
            return true;
        }

        // A worker that drops an earlier copy as told reports CANCELED although there is no request to end the task.
        if (tasks.Find(row.Key) is not { InPool: true } task || task.Attempt != row.Attempt || (row.State == TaskState.Canceled && EndOf(task) is null))
        {
            report.StaleResults++;
        }
        else if (task.Phase is TaskPhase.Returned { Result: var earlier })
        {
            // The pool gave it to another worker in the meantime; the first result counts.
            Apply(task, earlier.Row, earlier.Worker);
        }
        else if (task.Phase.IsUnassigned)
        {
            task.Phase = new TaskPhase.Returned(task.Phase, new EarlyResult(row, worker));
            effects.Withdraw(new Withdrawal(task, WaitingOnly: false));
            return false;
        }
        else
        {
            Apply(task, row, worker);
        }

        return true;
    }

    /// <summary>The worker is lost: there is another attempt while the limit allows one.</summary>
    public void OnLost(TaskAttempt attempt, string worker, string reason, bool isCounted = true)
    {
        var task = Current(attempt);
        if (task.Detail?.Rerun is { Phase.IsInPool: true } rerun && task.Attempt == attempt.Attempt)
        {
            reruns.OnLost(task, rerun, worker, reason, isCounted);
            return;
        }

        if (!task.InPool || task.Attempt != attempt.Attempt)
        {
            return;
        }

        if (task.Phase is TaskPhase.Returned { Result: var earlier })
        {
            // It had ended before the worker was lost.
            Apply(task, earlier.Row, earlier.Worker);
            return;
        }

        var detail = task.GetDetail();
        if (isCounted)
        {
            detail.CountLoss(worker, hadBegun: task.State == TaskState.Executing);
        }

        report.Lost(worker);
        if ((task.Ending ?? (QueueTime.HasBegun(task) ? null : QueueTime.IsUp(task))) is { } ending)
        {
            transitions.End(task, ending);
        }
        else if ((isCounted ? RetryPolicy.Refusal(RetryCause.WorkerLost, detail, limits) : RetryPolicy.Refusal(detail)) is { } refusal)
        {
            transitions.Fail(
                task, ErrorType.WorkerLost, $"the task was lost with {detail.LostWith ?? worker} ({reason}); there is no other attempt, because {refusal}");
        }
        else
        {
            Telemetry?.AttemptLost(task, task.Phase, effects.Now);
            Retry(task, task.Phase.StartedAt, task.Worker, $"worker {worker} {(isCounted ? "was lost" : "has left")}: {reason}", isCounted);
        }
    }

    /// <summary>No worker can ever run the task.</summary>
    public void OnUnschedulable(TaskAttempt attempt, string reason)
    {
        var task = Current(attempt);
        if (task.Detail?.Rerun is { Phase.IsInPool: true } && task.Attempt == attempt.Attempt)
        {
            reruns.OnUnschedulable(task, reason);
        }
        else if (!task.IsFinal)
        {
            transitions.Fail(task, ErrorType.InsufficientResources, reason);
        }
    }

    /// <summary>The pool has removed the task from its queue.</summary>
    public void OnWithdrawn(TaskSpec spec)
    {
        var task = (TaskEntry)spec;
        if (task.Phase is TaskPhase.Returned { Result: var early })
        {
            Apply(task, early.Row, early.Worker);
        }
        else if (task.InPool && EndOf(task) is { } ending)
        {
            // Without a request, the attempt to be withdrawn has just ended, and there is another.
            transitions.End(task, ending);
        }
    }

    /// <summary>The attempts that are still wanted among those a worker claims from before.</summary>
    public IEnumerable<TaskAttempt> Claim(IEnumerable<AckRow> held)
    {
        foreach (var row in held)
        {
            if (tasks.Find(row.Key) is not { } task || task.Attempt != row.Attempt)
            {
                continue;
            }

            if (task.Phase is TaskPhase.Held)
            {
                // The task was within its submission's limit in the pool; the journal does not say which tasks were.
                admission.Admit(task);
            }

            if (task.InPool || task.Detail?.Rerun is { Phase.IsInPool: true })
            {
                yield return new TaskAttempt(task, task.Attempt, task.Session.Id);
            }
        }
    }

    private static EndRequest? EndOf(TaskEntry task) => task.Ending ?? QueueTime.IsUp(task);

    private void Apply(TaskEntry task, in ResultRow row, string worker)
    {
        if (row.State == TaskState.Canceled && EndOf(task) is { State: TaskState.Failed } ending)
        {
            // The worker cancelled it as told; only the ledger knows why.
            task.Ending ??= ending;
            transitions.End(task, TaskEnd.Error(ending.State, ending.Type, ending.Reason, row.StartedMicroseconds, effects.Now, worker), ran: true);
            return;
        }

        string? lost = null;
        if (row.State != TaskState.Failed || task.Ending is not null || !TryAgain(task, row, worker, out lost))
        {
            var outcome = lost is null ? row.Payload : LostFiles.Outcome(row, lost);
            transitions.End(task, new TaskEnd(row.State, row.StartedMicroseconds, row.FinishedMicroseconds, worker, outcome, codes.OfResult(task, row.Code)), ran: true);
        }
    }

    /// <summary>The failed attempt is not the last: files that it lacked are made again, or the task's options allow another.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="row">Its result.</param>
    /// <param name="worker">Where it ran.</param>
    /// <param name="lost">Why files are not made again; null = none were lost, or they are.</param>
    private bool TryAgain(TaskEntry task, in ResultRow row, string worker, out string? lost)
    {
        lost = null;
        if (LostFiles.In(row) is { IsEmpty: false } files)
        {
            var (phase, attempt) = (task.Phase, task.Attempt);
            lost = reruns.Await(task, row, worker, files);
            if (lost is null)
            {
                Telemetry?.AttemptEnded(task, attempt, phase, row.StartedMicroseconds, row.FinishedMicroseconds, worker, row.State);
                return true;
            }
        }

        return TryRetry(task, row, worker);
    }

    private bool TryRetry(TaskEntry task, in ResultRow row, string worker)
    {
        if (task.Detail is not { Options.RetryOn: not null } detail)
        {
            return false;
        }

        var outcome = TaskOutcome.ParseOrError(row.Payload.Span);
        if (!RetryPolicy.MayTryAgain(outcome, detail, limits))
        {
            return false;
        }

        Telemetry?.AttemptEnded(task, task.Attempt, task.Phase, row.StartedMicroseconds, row.FinishedMicroseconds, worker, row.State);
        Retry(task, row.StartedMicroseconds, worker, $"attempt {task.Attempt} is {TaskLifeCycle.Name(row.State)}: {outcome.Exception ?? TaskFailure.NameOf(outcome)}");
        return true;
    }

    /// <summary>The attempt is over, and there is another.</summary>
    private void Retry(TaskEntry task, long started, string? worker, string reason, bool isCounted = true)
    {
        var detail = task.GetDetail();
        var delay = isCounted ? RetryPolicy.Delay(detail.Options, detail.Retries) : 0;
        further.Begin(task, task.Phase, started, worker, isCounted);
        if (delay == 0)
        {
            transitions.Schedule(task, reason);
        }
        else
        {
            detail.Reason = string.Create(CultureInfo.InvariantCulture, $"{reason}; tried again in {delay / 1000.0} s");
            transitions.Move(task, new TaskPhase.AwaitingRetry(effects.Now), detail.Reason);
            deadlines.Set(task, DeadlineKind.Retry, effects.Now + (delay * 1000));
        }
    }

    private static TaskEntry Current(TaskAttempt attempt) =>
        attempt.Task is TaskEntry task && attempt.Attempt <= task.Attempt
            ? task
            : throw new BrokenInvariantException($"the pool reports attempt {attempt.Attempt} at task {attempt.Task.Uid}, which the ledger never made");
}
