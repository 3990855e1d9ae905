using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>The task that runs in this process.</summary>
#pragma warning disable CA1001 // Another thread may cancel it at any time, and its token holds only memory.
internal sealed class ChildTask(uint sequence, TaskRow row, TaskOutput output)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();

    public uint Sequence => sequence;

    public TaskRow Row => row;

    public TaskOutput Output => output;

    public CancellationToken Cancellation => _cancellation.Token;

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // A callback that the user's code registered on the token threw; the token is cancelled all the same.
        }
    }
}
