namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Submits tasks from a running one to its master (RAPTOR's <c>run_task</c>): passed to a parameter of this type of a .NET function. Sub-tasks are
/// cancelled when the task that has submitted them ends, unless others want them too.
/// </summary>
public interface ISubTasks
{
    /// <summary>Submits a task, and returns when the master has accepted it.</summary>
    /// <exception cref="SubTaskRefusedException">The master does not accept it.</exception>
    Task<ISubTask> SubmitAsync(TaskInput task, CancellationToken cancellation = default);
}
