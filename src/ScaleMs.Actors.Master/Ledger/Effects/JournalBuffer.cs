using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Effects;

/// <summary>Changes of the current message that must survive a restart. Always empty without a journal.</summary>
/// <param name="effects">The effects that it is part of.</param>
internal sealed class JournalBuffer(LedgerEffects effects)
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

    public List<Submission> NotedSubmissions { get; } = [];

    /// <summary>The processes of the workers that are registered from now on; null = no change.</summary>
    public ImmutableArray<string>? Workers { get; private set; }

    /// <summary>The workers that are started and not over from now on; null = no change.</summary>
    public LaunchRecord? Launches { get; private set; }

    public bool IsEmpty =>
        NewTasks.Count + EndedTasks.Count + RetriedTasks.Count + TasksToEnd.Count + DeliveredTasks.Count + MovedTasks.Count + ClosedSessions.Count
        + NotedSubmissions.Count == 0 && Workers is null && Launches is null;

    public void Accepted(TaskEntry task) => Add(NewTasks, task);

    public void Ended(TaskEntry task) => Add(EndedTasks, task);

    public void Retried(TaskEntry task) => Add(RetriedTasks, task);

    public void ToEnd(TaskEntry task) => Add(TasksToEnd, task);

    public void Delivered(TaskEntry task) => Add(DeliveredTasks, task.Key);

    public void Moved(TaskEntry task) => Add(MovedTasks, task);

    public void Closed(ClientSession session)
    {
        if (!session.IsAnonymous)
        {
            Add(ClosedSessions, session.Id);
        }
    }

    public void Noted(Submission submission) => Add(NotedSubmissions, submission);

    public void Registered(ImmutableArray<string> workers)
    {
        if (IsOn)
        {
            effects.Collecting?.Invoke();
            Workers = workers;
        }
    }

    public void Launched(LaunchRecord launches)
    {
        if (IsOn)
        {
            effects.Collecting?.Invoke();
            Launches = launches;
        }
    }

    public void Clear()
    {
        NewTasks.Clear();
        EndedTasks.Clear();
        RetriedTasks.Clear();
        TasksToEnd.Clear();
        DeliveredTasks.Clear();
        MovedTasks.Clear();
        ClosedSessions.Clear();
        NotedSubmissions.Clear();
        Workers = null;
        Launches = null;
    }

    private void Add<T>(List<T> list, T item)
    {
        if (IsOn)
        {
            effects.Collecting?.Invoke();
            list.Add(item);
        }
    }
}
