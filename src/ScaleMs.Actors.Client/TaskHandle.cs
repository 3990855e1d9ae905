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
    /// The final record, whatever the state. Fails with <see cref="MasterUnavailableException"/> when the master is gone for good.
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
        $"the output of task {Uid} stands for a value only inside WorkItem.Call(() => ...); its value here is that of ValueAsync()");

    /// <summary>The value returned.</summary>
    /// <exception cref="TaskFailedException">The task is not DONE.</exception>
    public async Task<T?> ValueAsync() => (await Result.ConfigureAwait(false)).Value<T>();
}
