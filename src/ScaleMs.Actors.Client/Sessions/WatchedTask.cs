using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A task whose acceptance and result are awaited individually.</summary>
internal sealed class WatchedTask
{
    public TaskCompletionSource Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<TaskRecord> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Fail(Exception error)
    {
        Accepted.TrySetException(error);
        if (Result.TrySetException(error))
        {
            // Marks the exception as observed: a caller that awaited only the acceptance never looks at the result.
            _ = Result.Task.Exception;
        }
    }
}
