using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>The dependencies between a submission's tasks, for observers; also of tasks that have ended.</summary>
internal static class WorkGraphs
{
    public static WorkGraph Of(TaskTable tasks, Guid submission) => new()
    {
        Total = tasks.FindSubmission(submission)?.Count ?? 0,
        Tasks =
        [
            .. tasks.TasksOf(submission, 0).Take(WorkGraph.MostTasks).Select(static task =>
                new GraphTask(task.Key.Index, task.Uid.ToString(), task.State, Inputs(task.Detail?.Options ?? TaskOptions.None), task.Name)),
        ],
    };

    private static ImmutableArray<int> Inputs(TaskOptions options) => [.. options.After.Select(TaskOptions.IndexOf).OfType<int>()];
}
