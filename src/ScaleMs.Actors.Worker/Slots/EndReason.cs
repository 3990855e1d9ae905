using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Why a task was told to end before it did so by itself, and what its outcome is then.</summary>
internal sealed record EndReason(TaskState State, TaskOutcome Outcome)
{
    /// <summary>True when the task's time is up: anything it still returns is discarded.</summary>
    public bool IsTimeout { get; private init; }

    /// <summary>Somebody asked for it.</summary>
    public static readonly EndReason Canceled = new(TaskState.Canceled, TaskOutcome.Error(ErrorType.Canceled, "the task was cancelled while it ran"));

    /// <summary>Somebody asked for it while it waited.</summary>
    public static readonly EndReason CanceledBeforeItBegan = new(TaskState.Canceled, TaskOutcome.Error(ErrorType.Canceled, "the task was cancelled before it began"));

    /// <summary>It ran longer than its description allows.</summary>
    public static EndReason Timeout(long milliseconds) => new(
        TaskState.Failed,
        TaskOutcome.Error(ErrorType.Timeout, string.Create(CultureInfo.InvariantCulture, $"the task ran longer than the {milliseconds / 1000.0} s that it may")))
    {
        IsTimeout = true,
    };

    /// <summary>As this, for a task that went on in spite of it.</summary>
    public EndReason Unresponsive() => this with
    {
        Outcome = Outcome with
        {
            ExceptionDetail = "It did not end within scalems.worker.grace, so its thread was given up and may still run."
                + " A function should watch a CancellationToken parameter.",
        },
    };

    /// <summary>As this, for a task that was killed with its process, and what it had printed.</summary>
    public EndReason Killed() => this with
    {
        Outcome = Outcome with { ExceptionDetail = "It did not end when it was told to, so its process was killed." },
    };
}
