using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>What the slot's thread does next. Each of these may take long.</summary>
internal abstract record SlotStep
{
    private SlotStep()
    {
    }

    /// <summary>Wait at the board for a task.</summary>
    public sealed record TakeFirst : SlotStep
    {
        public static readonly TakeFirst Instance = new();
    }

    /// <summary>Wait at the board for slots with which the task that waits can go on, or for a task that it has submitted.</summary>
    /// <param name="Slots">The slots that it needs.</param>
    public sealed record TakeForWaiting(int Slots) : SlotStep;

    /// <summary>Start a process, or go on with one of the same kind that was put aside.</summary>
    /// <param name="Environment">What kind of process.</param>
    /// <param name="WarmsUp">True = no task waits for it.</param>
    public sealed record Start(SlotEnvironment Environment, bool WarmsUp) : SlotStep;

    /// <summary>Wait until the master has acknowledged the start of a task.</summary>
    public sealed record Announce(TaskRow Row) : SlotStep;

    /// <summary>Wait until an event wakes the thread, or for this time.</summary>
    public sealed record Wait(TimeSpan Longest) : SlotStep
    {
        public static readonly Wait ForEvent = new(Timeout.InfiniteTimeSpan);

        /// <summary>As long as prefetched tasks may wait behind the one that runs.</summary>
        public static readonly Wait ForLongTask = new(PrefetchWindow.Ahead);
    }

    /// <summary>Do nothing for this time, unless the slot is stopped.</summary>
    public sealed record Pause(TimeSpan Time) : SlotStep;

    /// <summary>End the thread: the slot was stopped, and it holds nothing.</summary>
    public sealed record End : SlotStep
    {
        public static readonly End Instance = new();
    }
}
