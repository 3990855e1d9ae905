using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Profiles;

/// <summary>The last attempt of a task, as a profile shows it.</summary>
/// <param name="Task">The task; it has begun.</param>
/// <param name="Process">Number of its worker, 1 for the first.</param>
/// <param name="Lane">Row of the worker in which the run covers no other, 0 for the first.</param>
/// <param name="End">When it ended; of a running one, now.</param>
internal sealed record ProfiledRun(TaskRecord Task, int Process, int Lane, DateTimeOffset End)
{
    public DateTimeOffset Start => Task.Timestamps.Started!.Value;

    public string Worker => Task.Worker ?? "";

    /// <summary>The task's name; else its uid.</summary>
    public string Name => Task.Name ?? Task.Uid;

    /// <summary>As in records.</summary>
    public string State => Task.State.ToString().ToUpperInvariant();
}
