namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>Submits and waits in one call.</summary>
public static class SubTaskExtensions
{
    /// <summary>Runs a task to its end.</summary>
    public static async Task<SubTaskResult> RunAsync(this ISubTasks subTasks, TaskInput task, CancellationToken cancellation = default)
    {
        var submitted = await subTasks.SubmitAsync(task, cancellation).ConfigureAwait(false);
        return await submitted.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs a function to its end, and returns its value.</summary>
    /// <exception cref="SubTaskFailedException">It is not DONE.</exception>
    public static async Task<T?> RunAsync<T>(this ISubTasks subTasks, WorkItem<T> item, CancellationToken cancellation = default) =>
        (await subTasks.RunAsync((TaskInput)item.Item, cancellation).ConfigureAwait(false)).Value<T>();
}
