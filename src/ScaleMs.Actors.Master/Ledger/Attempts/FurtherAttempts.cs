using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>The step from an attempt to the next one of the same task.</summary>
internal sealed class FurtherAttempts(ITaskTransitions transitions, LedgerEffects effects, Admission admission, ReportBuilder report)
{
    /// <summary>The attempt is over and has left the pool; there is another. Where the task goes from here is the caller's.</summary>
    /// <param name="task">The task.</param>
    /// <param name="phase">Where the attempt was.</param>
    /// <param name="started">When it began, in microseconds since 1970-01-01 UTC; 0 = it did not.</param>
    /// <param name="worker">Where.</param>
    /// <param name="isCounted">False = no fault of the task: it counts for no limit.</param>
    public void Begin(TaskEntry task, TaskPhase phase, long started, string? worker, bool isCounted)
    {
        var detail = task.GetDetail();
        detail.Earlier ??= [];
        detail.Earlier.AddRange(TaskRecords.AttemptTransitions(task, phase, started, worker));
        task.Attempt++;
        detail.Retries += isCounted ? 1 : 0;
        report.Retries++;
        detail.QueueTimeIsUp = false;
        effects.Journal.Retried(task);
        transitions.AttemptOver(task);
        admission.Leave(task);
    }
}
