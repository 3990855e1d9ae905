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
    /// <exception cref="RefusedException">The description is a command.</exception>
    public static TaskInput Of(TaskDescription task) =>
        task.Mode == Cpi.Mode ? throw new RefusedException($"a description of mode {Cpi.Mode} is a command; send it with SendAsync") : new(task);

    public static implicit operator TaskInput(WorkItem item) => Of(item);

    public static implicit operator TaskInput(TaskDescription task) => Of(task);

    /// <summary>Says why the master named <paramref name="masterUid"/> cannot take this; null when it can.</summary>
    internal string? Problem(string masterUid) => (_content as TaskDescription)?.Problem(masterUid);

    internal TaskRow ToRow(TaskKey key) => _content switch
    {
        WorkItem item => item.ToRow(key),
        TaskDescription task => task.ToRow(key),
        _ => throw new InvalidOperationException("a default TaskInput is no task"),
    };
}
