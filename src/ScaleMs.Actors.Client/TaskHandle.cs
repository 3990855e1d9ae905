using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

/// <summary>A task that the master has accepted.</summary>
public class TaskHandle : ITaskReference
{
    internal TaskHandle(string uid, Task<TaskRecord> result) => (Uid, Result) = (uid, result);

    /// <summary>The task's uid.</summary>
    public string Uid { get; }

    /// <summary>
    /// The final record, in any state. Fails with <see cref="MasterUnavailableException"/> when the master is lost.
    /// </summary>
    public Task<TaskRecord> Result { get; }
}

/// <summary>A task whose value has a known type.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class TaskHandle<T> : TaskHandle, ITaskReference<T>
{
    internal TaskHandle(TaskHandle handle)
        : base(handle.Uid, handle.Result)
    {
    }

    /// <inheritdoc/>
    public T Output => throw new InvalidOperationException(
        $"the output of task {Uid} can be used only inside WorkItem.Call(() => ...); elsewhere use ValueAsync()");

    /// <summary>The return value.</summary>
    /// <exception cref="TaskFailedException">The task is not DONE.</exception>
    public async Task<T?> ValueAsync() => (await Result.ConfigureAwait(false)).Value<T>();
}
