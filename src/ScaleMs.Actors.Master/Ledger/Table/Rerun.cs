namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>
/// The run of a task that is DONE and makes files again of which no copy is left. The attempt is <see cref="TaskEntry.Attempt"/>; the task's own phase
/// remains that of its end.
/// </summary>
internal sealed class Rerun
{
    /// <summary>Where the attempt is: awaiting inputs that are made again themselves, queued, assigned or running.</summary>
    public TaskPhase Phase { get; set; } = TaskPhase.New.Instance;

    /// <summary>Tasks that wait for it, each with the file that it lacks; some may have ended meanwhile.</summary>
    public List<(TaskEntry Task, string File)> Waiting { get; } = [];
}
