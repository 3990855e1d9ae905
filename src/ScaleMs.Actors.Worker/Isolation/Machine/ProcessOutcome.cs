using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>Results of tasks that ran in a process.</summary>
internal static class ProcessOutcome
{
    /// <summary>The result of a task that ended by itself or when it was told to.</summary>
    /// <param name="task">The task.</param>
    /// <param name="state">Its state as the process has it.</param>
    /// <param name="finishedMicroseconds">When it ended.</param>
    /// <param name="code">What it ran.</param>
    /// <param name="payload">Its outcome as the process has it; kept as it is where the worker has nothing to add.</param>
    public static ResultRow OfEnded(RunningTask task, TaskState state, long finishedMicroseconds, CodeIdentity? code, ReadOnlyMemory<byte> payload) => task.Result(
        task.Reason?.State ?? (state == TaskState.Canceled ? TaskState.Failed : state),
        finishedMicroseconds,
        task.Reason is null && task.PrintedRaw is null ? payload : Completed(task, TaskOutcome.ParseOrError(payload.Span)).ToUtf8Json(),
        code);

    /// <summary>The result of a task that ended with its process.</summary>
    public static ResultRow OfLost(RunningTask task, SlotProcessEnd end, long finishedMicroseconds)
    {
        var outcome = task.Reason?.Killed().Outcome ?? TaskOutcome.Error(end.Type, end.Description) with { ExitCode = end.Announced ?? end.ExitCode };
        return task.Result(task.Reason?.State ?? TaskState.Failed, finishedMicroseconds, task.WithOutput(outcome).ToUtf8Json());
    }

    private static TaskOutcome Completed(RunningTask task, TaskOutcome outcome) => (task.Reason?.Outcome ?? outcome) with
    {
        Stdout = task.Reason is null ? outcome.Stdout : RunningTask.Excerpt(outcome.Stdout),
        Stderr = (task.Reason is null ? outcome.Stderr : RunningTask.Excerpt(outcome.Stderr)) + task.PrintedRaw,
    };
}
