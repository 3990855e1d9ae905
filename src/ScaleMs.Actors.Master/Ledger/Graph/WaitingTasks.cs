using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>Lists of tasks that wait for another one.</summary>
internal static class WaitingTasks
{
    /// <summary>Adds a task. Tasks that have ended by themselves are removed before the list grows, which bounds it.</summary>
    public static void Add(List<TaskEntry> waiting, TaskEntry task)
    {
        if (waiting.Count == waiting.Capacity)
        {
            waiting.RemoveAll(static other => other.IsFinal);
            waiting.EnsureCapacity(2 * (waiting.Count + 2));
        }

        waiting.Add(task);
    }
}
