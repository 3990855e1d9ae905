
namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>What a <see cref="SlotEffect"/> does. Those up to <see cref="Free"/> are carried out before the machine gets the next event.</summary>
internal enum SlotEffectKind
{
    /// <summary>The task is the slot's running one.</summary>
    Begin,

    /// <summary>The task is no longer the slot's running one, and this is its result.</summary>
    Report,

    /// <summary>The running task waits for tasks that it has submitted.</summary>
    Wait,

    /// <summary>A task that has waited is the slot's running one again.</summary>
    GoOn,

    /// <summary>The task's output is discarded because it begins anew.</summary>
    BeginAgain,

    /// <summary>These tasks, which have not begun, wait at the board again.</summary>
    PutBack,

    /// <summary>The running task waits at the board again.</summary>
    PutBackBegun,

    /// <summary>The task, which was forgotten at the board, ends without having begun.</summary>
    EndWithout,

    /// <summary>The task, which has not begun, ends because its process cannot be started.</summary>
    Refuse,

    /// <summary>The process, which is empty, is put aside; another one follows.</summary>
    PutAside,

    /// <summary>So many slots are given back to the board.</summary>
    Free,

    /// <summary>These tasks are sent to the process, the first with this sequence.</summary>
    SendTasks,

    /// <summary>The process is asked for tasks that have not begun; none named = all.</summary>
    SendRevoke,

    /// <summary>The process is told that the running task is to end.</summary>
    SendCancel,

    /// <summary>A task that waits goes on.</summary>
    SendResume,

    /// <summary>A task that waits is told to end, whatever the slot's thread does.</summary>
    SendCancelToWaiting,

    /// <summary>The process is told to end when it has read everything.</summary>
    Close,

    /// <summary>The process is killed.</summary>
    Kill,

    /// <summary>The task counts as begun.</summary>
    Begun,

    /// <summary>A result was reported.</summary>
    Ended,

    /// <summary>There is nothing to do for now.</summary>
    Idle,

    /// <summary>The slot's thread has something to do.</summary>
    Wake,

    /// <summary>The process has this code.</summary>
    Loaded,

    /// <summary>The process has loaded a module.</summary>
    LoadedModule,

    /// <summary>The process has started.</summary>
    CanStart,

    /// <summary>The process has failed to start several times.</summary>
    CannotStart,

    /// <summary>Something for the worker's log.</summary>
    Log,
}
