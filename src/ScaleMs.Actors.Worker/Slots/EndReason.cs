using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>Why a task was told to end early, and the outcome that follows from it.</summary>
internal sealed record EndReason(TaskState State, TaskOutcome Outcome)
{
    /// <summary>True when the task has timed out: a result it still returns is discarded.</summary>
    public bool IsTimeout { get; private init; }

    /// <summary>True when the task has no grace period.</summary>
    public bool IsImmediate { get; private init; }

    /// <summary>The client cancelled the task while it ran.</summary>
    public static readonly EndReason Canceled = new(TaskState.Canceled, TaskOutcome.Error(ErrorType.Canceled, "the task was cancelled while it ran"));

    /// <summary>The client cancelled the task while it waited.</summary>
    public static readonly EndReason CanceledBeforeItBegan = new(TaskState.Canceled, TaskOutcome.Error(ErrorType.Canceled, "the task was cancelled before it began"));

    /// <summary>The process that the task needs cannot be started.</summary>
    public static EndReason CannotStart(string reason) => new(TaskState.Failed, TaskOutcome.Error(ErrorType.CannotStart, reason));

    /// <summary>Another rank of the task has ended in a way that ends all.</summary>
    /// <param name="rank">That rank.</param>
    /// <param name="what">What became of it, such as "has failed".</param>
    public static EndReason OfRank(int rank, string what) => new(
        TaskState.Failed, TaskOutcome.Error(ErrorType.RankLost, string.Create(CultureInfo.InvariantCulture, $"this rank was ended because rank {rank} {what}")));

    /// <summary>The task ran longer than its timeout.</summary>
    public static EndReason Timeout(long milliseconds) => new(
        TaskState.Failed,
        TaskOutcome.Error(ErrorType.Timeout, string.Create(CultureInfo.InvariantCulture, $"the task ran longer than its timeout of {milliseconds / 1000.0} s")))
    {
        IsTimeout = true,
    };

    /// <summary>The task has used more of the disk than it may, or than there is.</summary>
    /// <param name="figures">How much.</param>
    public static EndReason OutOfDisk(string figures) => new(TaskState.Failed, TaskOutcome.Error(ErrorType.OutOfDisk, figures)) { IsImmediate = true };

    /// <summary>The same reason, for a task that kept running.</summary>
    public EndReason Unresponsive() => this with
    {
        Outcome = Outcome with
        {
            ExceptionDetail = "It did not end within scalems.worker.grace, so its thread was abandoned and may still run."
                + " A function should watch a CancellationToken parameter.",
        },
    };

    /// <summary>The same reason, for a task that was killed with its process.</summary>
    public EndReason Killed() => IsImmediate ? this : this with
    {
        Outcome = Outcome with { ExceptionDetail = "It did not end when it was told to, so its process was killed." },
    };
}
