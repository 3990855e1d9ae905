using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>What a slot is about. Each case has what that needs and nothing else.</summary>
internal abstract record SlotWork
{
    private SlotWork()
    {
    }

    /// <summary>No task: a process is started ahead of the first one.</summary>
    public sealed record WarmUp(SlotEnvironment Environment) : SlotWork;

    /// <summary>No task.</summary>
    public sealed record None : SlotWork
    {
        public static readonly None Instance = new();
    }

    /// <summary>After a process that did not start, a pause comes before this.</summary>
    public sealed record Paused(SlotWork Next) : SlotWork;

    /// <summary>A task was taken from the board and waits for a process.</summary>
    /// <param name="Row">The task, which holds its slots.</param>
    /// <param name="Environment">What kind of process it needs.</param>
    /// <param name="MayBegin">False = the master has to acknowledge its start first.</param>
    public sealed record First(TaskRow Row, SlotEnvironment Environment, bool MayBegin) : SlotWork;

    /// <summary>The tasks that were taken are in the process, as far as they have not ended or come back.</summary>
    /// <param name="Slots">The slots that they hold.</param>
    public sealed record Sent(int Slots) : SlotWork
    {
        /// <summary>True = they were sent while another task waits in the process.</summary>
        public bool IsNested { get; init; }
    }

    /// <summary>
    /// The process died under a task that need not be the one to blame: functions ran in that process before, and a program does nothing in
    /// it at all. It runs once more, in a new process, and meanwhile counts as running. When that dies too, it was the task.
    /// </summary>
    /// <param name="Task">The task.</param>
    /// <param name="Environment">What kind of process it needs.</param>
    /// <param name="End">How the process ended: the task's outcome if there is no second run.</param>
    /// <param name="Slots">The slots that are held.</param>
    public sealed record Again(RunningTask Task, SlotEnvironment Environment, SlotProcessEnd End, int Slots) : SlotWork;
}
