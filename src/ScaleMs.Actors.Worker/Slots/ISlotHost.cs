using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Gives a slot its tasks and takes its reports on them. Called on the slots' threads.</summary>
internal interface ISlotHost
{
    SlotBoard Board { get; }

    /// <summary>Abandoned tasks, whose threads may still run.</summary>
    int Abandoned { get; }

    /// <summary>The tasks with several ranks.</summary>
    RankedTasks Ranks { get; }

    /// <summary>All slots, spare ones included.</summary>
    IReadOnlyList<Slot> Slots { get; }

    /// <summary>Tasks that tasks here have submitted.</summary>
    SubTaskPort SubTasks { get; }

    /// <summary>Where sub-tasks may run.</summary>
    Nesting Nesting { get; }

    /// <summary>A task waits for tasks that it has submitted: its slots are free for others.</summary>
    void Waits();

    /// <summary>A task that has waited goes on.</summary>
    void GoesOn();

    /// <summary>The slot was stopped, and its thread ends.</summary>
    void Stopped(Slot slot);

    /// <summary>Keeps a result until it is taken. That of a rank becomes a part of its task's.</summary>
    void Add(in TaskRow row, in ResultRow result);

    /// <summary>Called before a task that was lost once begins: returns when the master has acknowledged its start.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    void Announce(in TaskRow row, CancellationToken stop);

    /// <summary>A task has begun.</summary>
    void Started(Slot slot, RunningTask task);

    /// <summary>A task that was to end before it began has begun.</summary>
    void StartedDespite(Slot slot, RunningTask task, EndReason reason);

    /// <summary>Adds the result of a task that has ended. Reported at once when a batch is full, otherwise when the slots are idle.</summary>
    void Ended();

    /// <summary>Reports a task that never began as ended.</summary>
    void EndWithout(AckRow id, EndReason reason, long nowMicroseconds);

    /// <summary>As <see cref="EndWithout(AckRow, EndReason, long)"/>, for a task that may be a rank of one.</summary>
    void EndWithout(in TaskRow row, EndReason reason, long nowMicroseconds);

    /// <summary>The slot has no task to run.</summary>
    void Idle();

    /// <summary>The slot's process is ready for tasks.</summary>
    void CanStart();

    /// <summary>The slot's process has failed to start several times in a row.</summary>
    void CannotStart(Slot slot, string reason);

    /// <summary>The slot's process has loaded this code.</summary>
    void Loaded(Slot slot, ImmutableArray<CodeIdentity> code);

    /// <summary>A slot's process has loaded a module of the user's.</summary>
    void LoadedModule(LoadedModule module);

    /// <summary>Writes to the worker's log.</summary>
    void Logged(Slot slot, string text);

    /// <summary>Abandons a task that does not end; false when it ended after all.</summary>
    bool Abandon(Slot slot, RunningTask task);
}
