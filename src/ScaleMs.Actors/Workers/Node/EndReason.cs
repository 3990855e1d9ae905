using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Executors;

namespace ScaleMs.Actors.Workers.Node;

/// <summary>Why a task was told to end before it did so by itself, and what its outcome is then.</summary>
internal sealed record EndReason(TaskState State, TaskOutcome Outcome)
{
    /// <summary>Somebody asked for it.</summary>
    public static readonly EndReason Canceled = new(TaskState.Canceled, TaskOutcome.Error("canceled", "the task was cancelled while it ran"));

    /// <summary>Somebody asked for it while it waited.</summary>
    public static readonly EndReason CanceledBeforeItBegan = new(TaskState.Canceled, TaskOutcome.Error("canceled", "the task was cancelled before it began"));

    /// <summary>The slot was told to start anew.</summary>
    public static readonly EndReason SlotRestarted = new(TaskState.Failed, TaskOutcome.Error("slot restarted", "the task's slot was restarted while it ran"));

    /// <summary>It ran longer than its description allows.</summary>
    public static EndReason Timeout(long milliseconds) => new(
        TaskState.Failed,
        TaskOutcome.Error("timeout", string.Create(CultureInfo.InvariantCulture, $"the task ran longer than the {milliseconds / 1000.0} s that it may")));

    /// <summary>As this, for a task that went on in spite of it.</summary>
    public EndReason Deaf() => this with
    {
        Outcome = Outcome with
        {
            ExceptionDetail = "It did not end within scalems.worker.grace, so its thread was given up and may still run."
                + " A function should watch a CancellationToken parameter.",
        },
    };

    public Execution ToExecution() => new(State, Outcome);
}
