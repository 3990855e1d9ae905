using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

/// <summary>What can be submitted: a work item or a task description.</summary>
public readonly struct TaskInput
{
    private readonly object _content;

    private TaskInput(object content) => _content = content;

    public static TaskInput Of(WorkItem item) => new(item);

    /// <summary>A description of one of the modes of <see cref="TaskMode"/>.</summary>
    /// <exception cref="RefusedException">The description is a command, or cannot be run.</exception>
    public static TaskInput Of(TaskDescription task) =>
        task.Mode == Cpi.Mode ? throw new RefusedException($"a description of mode {Cpi.Mode} is a command; send it with SendAsync")
        : task.Problem("*") is { } problem && string.IsNullOrEmpty(task.Scheduler) && string.IsNullOrEmpty(task.RaptorId) ? throw new RefusedException(problem)
        : new(task);

    public static implicit operator TaskInput(WorkItem item) => Of(item);

    public static implicit operator TaskInput(TaskDescription task) => Of(task);

    internal TaskRow ToRow(TaskKey key) => _content switch
    {
        WorkItem item => item.ToRow(key),
        TaskDescription task => task.ToRow(key),
        _ => throw new InvalidOperationException("a default TaskInput is no task"),
    };
}
