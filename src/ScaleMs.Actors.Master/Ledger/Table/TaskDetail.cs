using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Data that only few tasks have: options, neighbours in the work graph, a history of attempts.</summary>
internal sealed class TaskDetail
{
    public TaskOptions Options = TaskOptions.None;

    /// <summary>The options as submitted.</summary>
    public ReadOnlyMemory<byte> OptionsJson;

    /// <summary>The description with its references, after values have replaced them.</summary>
    public ReadOnlyMemory<byte>? Original;

    /// <summary>Tasks that it waits or waited for, each with the name by which the description refers to it; null once it has ended.</summary>
    public (string Reference, TaskEntry Task)[]? Dependencies;

    /// <summary>Tasks that wait for this one while it is not final; some may have ended meanwhile.</summary>
    public List<TaskEntry>? Dependents;

    /// <summary>How many tasks still need this one's outcome.</summary>
    public int Pins;

    /// <summary>Equal tasks that get this one's outcome; some may have ended meanwhile.</summary>
    public List<TaskEntry>? Duplicates;

    /// <summary>Tasks that its current attempt has submitted; some may have ended meanwhile.</summary>
    public List<TaskEntry>? SubTasks;

    /// <summary>Files in its description and its outcome; null = none.</summary>
    public TaskFileKeys? Files;

    /// <summary>Its current run after it was DONE, to make lost files again; null = none.</summary>
    public Rerun? Rerun;

    /// <summary>How often it has begun to run again since the master started.</summary>
    public int Reruns;

    /// <summary>Transitions of earlier attempts.</summary>
    public List<TaskTransition>? Earlier;

    /// <summary>The attempt that it is DONE by is among <see cref="Earlier"/>: it has begun to run again since.</summary>
    public bool EndIsEarlier;

    /// <summary>Its deadlines.</summary>
    public int Deadlines;

    /// <summary>Workers that were lost while they ran it.</summary>
    public int Losses;

    /// <summary>Workers that were lost while they had it, running or not.</summary>
    public int AllLosses;

    /// <summary>Attempts after the first.</summary>
    public int Retries;

    /// <summary>Names of the workers that were lost with it.</summary>
    public string? LostWith;

    /// <summary>The origin of the failure that it is FAILED for; null = it has no failure from others.</summary>
    public RootFailure? Failure;

    /// <summary>The reason of its latest transition, except the final one.</summary>
    public string? Reason;

    /// <summary>Its span, while another attempt is to come; null = none, or it has not begun.</summary>
    public System.Diagnostics.Activity? Span;

    /// <summary>Its time in the queue is over; it ends unless it has begun.</summary>
    public bool QueueTimeIsUp;

    /// <summary>A worker was lost with an attempt.</summary>
    public void CountLoss(string worker, bool hadBegun)
    {
        LostWith = LostWith is null ? worker : $"{LostWith}, {worker}";
        AllLosses++;
        Losses += hadBegun ? 1 : 0;
    }
}
