using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>Lists of tasks that wait for another one.</summary>
internal static class WaitingTasks
{
    /// <summary>Adds a task. Tasks that have ended by themselves are removed before the list grows, which bounds it.</summary>
    public static void Add(List<TaskEntry> waiting, TaskEntry task) => Add(waiting, task, static other => other.IsFinal);

    /// <summary>The same for tasks that wait for a file.</summary>
    public static void Add(List<(TaskEntry Task, string File)> waiting, (TaskEntry Task, string File) task) => Add(waiting, task, static other => other.Task.IsOver);

    private static void Add<T>(List<T> waiting, T task, Predicate<T> isOver)
    {
        if (waiting.Count == waiting.Capacity)
        {
            waiting.RemoveAll(isOver);
            waiting.EnsureCapacity(2 * (waiting.Count + 2));
        }

        waiting.Add(task);
    }
}
