using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Samples;

/// <summary>A mode of a user's: returns the task's first argument backwards.</summary>
public sealed class ReverseMode : ITaskMode
{
    public Task<object?> RunAsync(TaskDescription task, CancellationToken cancellation)
    {
        var text = task.Args[0].GetString()!;
        Console.WriteLine($"reversing {text}");
        return Task.FromResult<object?>(new string([.. text.Reverse()]));
    }
}
