using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

internal sealed partial class LedgerState
{
    /// <summary>Results that came for an attempt that is not current, or for no task at all, and were dropped.</summary>
    public long StaleResults { get; private set; }

    /// <summary>The pool gave the attempt to a worker.</summary>
    public void OnAssigned(TaskAttempt attempt, string worker)
    {
        var task = Current(attempt);
        if (!task.State.IsFinal())
        {
            task.Worker = worker;
            task.Assigned = Now;
        }
    }

    /// <summary>The worker says that the attempt runs.</summary>
    public void OnStarted(in StartedTask started)
    {
        if (Find(started.Key) is { State: TaskState.Scheduled, IsDuplicate: false } task && task.Attempt == started.Attempt)
        {
            task.Started = started.At;
            Move(task, TaskState.Executing, "began");
        }
    }

    /// <summary>A worker's result. Only that of the current attempt at an unfinished task counts.</summary>
    /// <returns>False when it must not be acknowledged yet: nothing is written down.</returns>
    public bool OnResult(in ResultRow row, string worker)
    {
        var task = Find(row.Key);
        if (task is null || task.State.IsFinal() || task.Attempt != row.Attempt || task.IsDuplicate || !task.InPool)
        {
            StaleResults++;
            return true;
        }

        if (row.State == TaskState.Canceled && (task.Ending ?? QueueTimeout(task)) is null)
        {
            // Nobody asked for it: a worker was told to drop a copy that it held from before.
            StaleResults++;
            return true;
        }

        if (task.Detail?.Early is { } early)
        {
            // The pool gave it to another worker in the meantime; the first result counts.
            Apply(task, early.Row, early.Worker);
            return true;
        }

        if (task.Assigned == 0)
        {
            task.GetDetail().Early = new EarlyResult(row, worker);
            Effects.Withdraw(new Withdrawal(task, WaitingOnly: false));
            return false;
        }

        Apply(task, row, worker);
        return true;
    }

    private void Apply(TaskEntry task, in ResultRow row, string worker)
    {
        task.Worker = worker;
        if (row.State == TaskState.Canceled && (task.Ending ?? QueueTimeout(task)) is { State: TaskState.Failed } ending)
        {
            // The worker was told to cancel it; why is known only here.
            task.Started = row.StartedMicroseconds;
            End(task, ending);
        }
        else if (row.State != TaskState.Failed || task.Ending is not null || !TryRetry(task, row))
        {
            End(task, row.State, row.StartedMicroseconds, row.FinishedMicroseconds, row.Payload, CodeOf(task, row));
        }
    }

    /// <summary>What is computed from inputs depends on their code too.</summary>
    private CodeSet? CodeOf(TaskEntry task, in ResultRow row)
    {
        var code = Code.Of(row.Code);
        foreach (var (_, dependency) in task.Detail?.Dependencies ?? [])
        {
            code = Code.Union(code, dependency.Code);
        }

        return code;
    }

    /// <summary>The worker is lost: another attempt, as long as there is one.</summary>
    public void OnLost(TaskAttempt attempt, string worker, string reason)
    {
        var task = Current(attempt);
        if (task.State.IsFinal() || task.Attempt != attempt.Attempt)
        {
            return;
        }

        var detail = task.GetDetail();
        if (detail.Early is { } early)
        {
            // It was run to its end before it was lost.
            Apply(task, early.Row, early.Worker);
            return;
        }

        detail.LostWith = detail.LostWith is null ? worker : $"{detail.LostWith}, {worker}";
        detail.AllLosses++;
        detail.Losses += task.State == TaskState.Executing ? 1 : 0;
        Report.Lost(worker);
        if ((task.Ending ?? (HasBegun(task) ? null : QueueTimeout(task))) is { } ending)
        {
            End(task, ending);
        }
        else if (RetryPolicy.Refusal(RetryCause.WorkerLost, detail, limits) is { } refusal)
        {
            End(
                task,
                TaskState.Failed,
                ErrorType.WorkerLost,
                $"the task was lost with {detail.LostWith} ({reason}); there is no other attempt, because {refusal}");
        }
        else
        {
            Retry(task, $"worker {worker} was lost: {reason}");
        }
    }

    /// <summary>Of what a worker holds from before, the attempts that are still wanted.</summary>
    public IEnumerable<TaskAttempt> Claim(IEnumerable<AckRow> held)
    {
        foreach (var row in held)
        {
            if (Find(row.Key) is not { IsDuplicate: false } task || task.Attempt != row.Attempt)
            {
                continue;
            }

            if (task is { State: TaskState.Scheduled, InPool: false })
            {
                // It was among those that its submission may have in the pool; which ones were is not written down.
                GoToPool(FindSubmission(row.Key.Submission)!, task);
            }

            if (task.InPool)
            {
                yield return new TaskAttempt(task, task.Attempt, task.Session.Id);
            }
        }
    }

    /// <summary>No worker can ever run it.</summary>
    public void OnUnschedulable(TaskAttempt attempt, string reason)
    {
        var task = Current(attempt);
        if (!task.State.IsFinal())
        {
            End(task, TaskState.Failed, ErrorType.InsufficientResources, reason);
        }
    }

    private bool TryRetry(TaskEntry task, in ResultRow row)
    {
        if (task.Detail is not { Options.RetryOn: not null } detail)
        {
            return false;
        }

        var outcome = TaskOutcome.ParseOrError(row.Payload.Span);
        if (ErrorKinds.RetryCauseOf(outcome.ErrorKind ?? ErrorKind.UserError) is not { } cause || RetryPolicy.Refusal(cause, detail, limits) is not null)
        {
            return false;
        }

        task.Started = row.StartedMicroseconds;
        Metrics?.Ended(task.Scheduled, row.StartedMicroseconds, row.FinishedMicroseconds, row.State);
        Retry(task, $"attempt {task.Attempt} is {Name(row.State)}: {outcome.Exception ?? TaskFailure.NameOf(outcome)}");
        return true;
    }

    /// <summary>The pool has let go of the attempt, and there is another.</summary>
    private void Retry(TaskEntry task, string reason)
    {
        var detail = task.GetDetail();
        detail.Earlier ??= [];
        detail.Earlier.AddRange(TaskRecords.AttemptTransitions(task));
        var delay = RetryPolicy.Delay(detail.Options, detail.Retries);
        task.Attempt++;
        detail.Retries++;
        Report.Retries++;
        detail.QueueTimeIsUp = false;
        detail.Early = null;
        task.Started = 0;
        task.Assigned = 0;
        task.Worker = null;
        LeavePool(task);
        Effects.Journal.Retried(task);
        if (delay == 0)
        {
            Schedule(task, reason);
        }
        else
        {
            task.Scheduled = Now;
            detail.Reason = string.Create(CultureInfo.InvariantCulture, $"{reason}; tried again in {delay / 1000.0} s");
            Move(task, TaskState.Waiting, detail.Reason);
            Deadlines.Set(task, DeadlineKind.Retry, Now + (delay * 1000));
        }
    }

    private static TaskEntry Current(TaskAttempt attempt) =>
        attempt.Task is TaskEntry task && attempt.Attempt <= task.Attempt
            ? task
            : throw new BrokenInvariantException($"the pool speaks of attempt {attempt.Attempt} at task {attempt.Task.Uid}, which the ledger never made");
}
