using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>What a slot takes its tasks from and tells what becomes of them. Called on the slots' threads.</summary>
internal interface ISlotHost
{
    SlotBoard Board { get; }

    /// <summary>Tasks that were given up and whose threads may still run.</summary>
    int Abandoned { get; }

    /// <summary>Keeps a result until it is taken.</summary>
    void Add(ResultRow result);

    /// <summary>Before a task begins that was lost once: returns when the master knows that it begins.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    void Announce(in TaskRow row, CancellationToken stop);

    /// <summary>A task has begun.</summary>
    void Started(Slot slot, RunningTask task);

    /// <summary>A task was to be cancelled before it began, and has begun.</summary>
    void StartedDespiteCancellation(Slot slot, RunningTask task);

    /// <summary>A task has ended, and its result is added. Reported at once when a batch is full; else when there is nothing more to do.</summary>
    void Ended();

    /// <summary>Reports a task as ended that never began.</summary>
    void EndWithout(AckRow id, EndReason reason, long nowMicroseconds);

    /// <summary>The slot finds nothing to do.</summary>
    void Idle();

    /// <summary>The slot's process is ready for tasks.</summary>
    void CanStart();

    /// <summary>The slot's process does not start, several times on end.</summary>
    void CannotStart(Slot slot, string reason);

    /// <summary>The slot's process has loaded this.</summary>
    void Loaded(Slot slot, ImmutableArray<CodeIdentity> code);

    /// <summary>Something for the worker's log.</summary>
    void Logged(Slot slot, string text);

    /// <summary>Gives a task up that does not end; false when it ended after all.</summary>
    bool Abandon(Slot slot, RunningTask task);
}
