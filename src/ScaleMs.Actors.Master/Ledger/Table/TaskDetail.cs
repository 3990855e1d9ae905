using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>What only few tasks have: options, neighbours in the work graph, a history of attempts.</summary>
internal sealed class TaskDetail
{
    public TaskOptions Options = TaskOptions.None;

    /// <summary>The options as they came.</summary>
    public ReadOnlyMemory<byte> OptionsJson;

    /// <summary>The description with references in it, where values have taken their place.</summary>
    public ReadOnlyMemory<byte>? Original;

    /// <summary>What it waits for, or has waited, each with the name by which the description refers to it; null once it has ended.</summary>
    public (string Reference, TaskEntry Task)[]? Dependencies;

    /// <summary>Tasks that wait for this one, as long as it is not final; some may have ended meanwhile.</summary>
    public List<TaskEntry>? Dependents;

    /// <summary>How many tasks still need this one's outcome.</summary>
    public int Pins;

    /// <summary>Equal tasks that get this one's outcome; some may have ended meanwhile.</summary>
    public List<TaskEntry>? Duplicates;

    /// <summary>Transitions of earlier attempts.</summary>
    public List<TaskTransition>? Earlier;

    /// <summary>Times at which something is due with it.</summary>
    public int Deadlines;

    /// <summary>Workers that were lost while they ran it.</summary>
    public int Losses;

    /// <summary>Workers that were lost while they had it, running or not.</summary>
    public int AllLosses;

    /// <summary>Attempts after the first.</summary>
    public int Retries;

    /// <summary>Names of the workers that were lost with it.</summary>
    public string? LostWith;

    /// <summary>Where the failure came from that it is FAILED for; null = it has none from others.</summary>
    public RootFailure? Failure;

    /// <summary>Why it is where it is: the reason of its latest transition but the final one.</summary>
    public string? Reason;

    /// <summary>Its time in the queue is over; it ends unless it has begun.</summary>
    public bool QueueTimeIsUp;
}
