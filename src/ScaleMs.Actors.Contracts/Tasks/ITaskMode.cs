namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Runs the tasks of a mode of your own (RAPTOR's dispatcher): a public type with a public constructor without parameters, named by
/// <c>scalems.worker.modes { "my.mode" = "Namespace.Type, Assembly" }</c>. One object runs all tasks of its process.
/// </summary>
public interface ITaskMode
{
    /// <summary>Runs a task. What it writes to the console is the task's output; an exception is its failure.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellation">The task is cancelled, or its time is up.</param>
    /// <returns>The task's return value, which must be one that functions can return.</returns>
    Task<object?> RunAsync(TaskDescription task, CancellationToken cancellation);
}
