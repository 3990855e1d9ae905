using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Observing;

/// <summary>A task that runs.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Function">What it runs, see <see cref="EndedRun.Function"/>.</param>
/// <param name="Slots">Slots that it holds.</param>
/// <param name="Submission">Its submission ...</param>
/// <param name="Index">... and its place there.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="StartedAt">When it began, on the worker's clock.</param>
/// <param name="Name">Its name in its submission; null = it has none.</param>
/// <param name="Worker">Where; null = not known yet.</param>
public sealed record RunningTask(string Uid, string Function, int Slots, Guid Submission, int Index, int Attempt, DateTimeOffset StartedAt, string? Name = null, string? Worker = null);

/// <summary>A run that has ended.</summary>
/// <param name="Worker">Where.</param>
/// <param name="Slots">Slots that it held there.</param>
/// <param name="Start">When it began, on the worker's clock.</param>
/// <param name="End">When it ended, on the worker's clock.</param>
/// <param name="Function">The function with its module, or the program; at most 120 characters.</param>
/// <param name="State">DONE, FAILED or CANCELED.</param>
/// <param name="Uid">The task.</param>
public sealed record EndedRun(string Worker, int Slots, DateTimeOffset Start, DateTimeOffset End, string Function, TaskState State, string Uid);

/// <summary>A task that has become FAILED.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Submission">Its submission ...</param>
/// <param name="Index">... and its place there.</param>
/// <param name="Function">See <see cref="EndedRun.Function"/>.</param>
/// <param name="Kind">The name of the error, as in <see cref="Commands.SessionReport.Failures"/>.</param>
/// <param name="Message">The error; at most 500 characters.</param>
/// <param name="At">When it ended.</param>
/// <param name="Name">Its name in its submission; null = it has none.</param>
/// <param name="Worker">Where it ran; null = nowhere.</param>
public sealed record TaskFailed(string Uid, Guid Submission, int Index, string Function, string Kind, string Message, DateTimeOffset At, string? Name = null, string? Worker = null);
