using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>How a task ended: DONE or FAILED as its executor sees it. The slot decides whether it was cancelled.</summary>
internal readonly record struct Execution(TaskState State, TaskOutcome Outcome)
{
    /// <summary>The code of the function that ran; null = none ran, or a program did.</summary>
    public CodeIdentity? Code { get; init; }

    public static Execution Done(TaskOutcome outcome) => new(TaskState.Done, outcome);

    public static Execution Failed(TaskOutcome outcome) => new(TaskState.Failed, outcome);

    public static Execution Failed(ErrorType type, string message) => Failed(TaskOutcome.Error(type, message));
}
