using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>How a task ended. Times are microseconds since 1970-01-01 UTC.</summary>
/// <param name="State">DONE, FAILED or CANCELED.</param>
/// <param name="StartedAt">When it began; 0 = it did not.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Worker">The worker that ran it; null = none.</param>
/// <param name="Outcome">JSON of a <see cref="TaskOutcome"/> as the worker wrote it.</param>
/// <param name="Code">The code that computed the outcome; null = it depends on no code that is known to change.</param>
internal readonly record struct TaskEnd(TaskState State, long StartedAt, long FinishedAt, string? Worker, ReadOnlyMemory<byte> Outcome, CodeSet? Code)
{
    /// <summary>The end of a task with an error found by the ledger.</summary>
    public static TaskEnd Error(TaskState state, ErrorType type, string message, long startedAt, long finishedAt, string? worker) =>
        new(state, startedAt, finishedAt, worker, TaskOutcome.Error(type, message).ToUtf8Json(), Code: null);
}
