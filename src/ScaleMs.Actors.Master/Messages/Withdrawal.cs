namespace ScaleMs.Actors.Master.Messages;

/// <summary>A task that the pool is not to go on with.</summary>
/// <param name="Task">The task.</param>
/// <param name="WaitingOnly">It may go on where it has begun.</param>
internal readonly record struct Withdrawal(TaskSpec Task, bool WaitingOnly);
