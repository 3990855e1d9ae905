using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>
/// Which state follows which. A retry leads back to waiting or scheduled; from a final state there is no transition.
/// <code>
/// NEW ─► WAITING ─► SCHEDULED ─► EXECUTING ─► DONE, FAILED, CANCELED
///  └───────────────►  ▲  ▲ ▼        │
///          WAITING ◄──┴──┴──────────┘ retry
/// </code>
/// FAILED and CANCELED can be reached from every state before.
/// </summary>
internal static class TaskLifeCycle
{
    /// <summary>True when a task may go from one state to the other.</summary>
    public static bool Leads(TaskState from, TaskState to) => (from, to) switch
    {
        (TaskState.Done or TaskState.Failed or TaskState.Canceled, _) => false,
        (_, TaskState.New) => false,
        (_, TaskState.Failed or TaskState.Canceled) => true,
        (TaskState.New, TaskState.Waiting or TaskState.Scheduled) => true,
        (TaskState.Waiting, TaskState.Waiting or TaskState.Scheduled) => true,

        // A duplicate, or a task too short for its start to be reported, ends where it was scheduled.
        (TaskState.Scheduled, TaskState.Waiting or TaskState.Scheduled or TaskState.Executing or TaskState.Done) => true,
        (TaskState.Executing, TaskState.Waiting or TaskState.Scheduled or TaskState.Done) => true,
        _ => false,
    };

    /// <summary>The state as JSON and people write it.</summary>
    public static string Name(TaskState state) => state.ToString().ToUpperInvariant();
}
