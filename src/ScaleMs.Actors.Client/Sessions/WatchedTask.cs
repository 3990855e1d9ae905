using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A task with a waiter of its own.</summary>
internal sealed class WatchedTask
{
    public TaskCompletionSource Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<TaskRecord> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Fail(Exception error)
    {
        Accepted.TrySetException(error);
        if (Result.TrySetException(error))
        {
            // Whoever has only awaited the acceptance never looks at this one.
            _ = Result.Task.Exception;
        }
    }
}
