using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>The task that runs in a process.</summary>
/// <param name="Task">The task.</param>
/// <param name="Sequence">Its name on the wire.</param>
/// <param name="Begun">When it began, by the monotonic clock.</param>
/// <param name="IsSecondRun">True = an earlier process died under it, so it does not run again if this one does.</param>
/// <param name="MustCancel">True = it is to end, and the process has not been told.</param>
internal readonly record struct CurrentTask(RunningTask Task, uint Sequence, TimeSpan Begun, bool IsSecondRun, bool MustCancel);
