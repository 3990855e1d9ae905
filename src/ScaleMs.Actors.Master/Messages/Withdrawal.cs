namespace ScaleMs.Actors.Master.Messages;

/// <summary>A task that the pool is to withdraw.</summary>
/// <param name="Task">The task.</param>
/// <param name="WaitingOnly">True = a running attempt may continue.</param>
internal readonly record struct Withdrawal(TaskSpec Task, bool WaitingOnly);
