using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>What the current message has changed and a restart must not forget. Empty all the time where there is no journal.</summary>
internal sealed class JournalBuffer
{
    /// <summary>False = nothing is collected.</summary>
    public bool IsOn { get; set; }

    /// <summary>New tasks, all of one session.</summary>
    public List<TaskEntry> NewTasks { get; } = [];

    public List<TaskEntry> EndedTasks { get; } = [];

    public List<TaskEntry> RetriedTasks { get; } = [];

    public List<TaskEntry> TasksToEnd { get; } = [];

    public List<TaskKey> DeliveredTasks { get; } = [];

    public List<TaskEntry> MovedTasks { get; } = [];

    public List<Guid> ClosedSessions { get; } = [];

    public List<Submission> CappedSubmissions { get; } = [];

    public bool IsEmpty =>
        NewTasks.Count + EndedTasks.Count + RetriedTasks.Count + TasksToEnd.Count + DeliveredTasks.Count + MovedTasks.Count + ClosedSessions.Count
        + CappedSubmissions.Count == 0;

    public void Accepted(TaskEntry task) => Add(NewTasks, task);

    public void Ended(TaskEntry task) => Add(EndedTasks, task);

    public void Retried(TaskEntry task) => Add(RetriedTasks, task);

    public void ToEnd(TaskEntry task) => Add(TasksToEnd, task);

    public void Delivered(TaskEntry task) => Add(DeliveredTasks, task.Key);

    public void Moved(TaskEntry task) => Add(MovedTasks, task);

    public void Closed(ClientSession session)
    {
        if (!session.IsPlain)
        {
            Add(ClosedSessions, session.Id);
        }
    }

    public void Capped(Submission submission) => Add(CappedSubmissions, submission);

    public void Clear()
    {
        NewTasks.Clear();
        EndedTasks.Clear();
        RetriedTasks.Clear();
        TasksToEnd.Clear();
        DeliveredTasks.Clear();
        MovedTasks.Clear();
        ClosedSessions.Clear();
        CappedSubmissions.Clear();
    }

    private void Add<T>(List<T> list, T item)
    {
        if (IsOn)
        {
            list.Add(item);
        }
    }
}
