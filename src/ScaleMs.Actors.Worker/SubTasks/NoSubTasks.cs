using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>Of a task that cannot have any.</summary>
internal sealed class NoSubTasks : ISubTasks
{
    public static readonly NoSubTasks Instance = new();

    public Task<ISubTask> SubmitAsync(TaskInput task, CancellationToken cancellation = default) =>
        throw new SubTaskRefusedException("a task with several ranks cannot submit tasks");
}
