namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>How many tasks a slot's process gets ahead of the one that runs: none while they are long, many while they are short.</summary>
internal sealed class PrefetchWindow
{
    /// <summary>
    /// Work fed ahead, at most. Long against the time in which a busy machine gets round to a process, short against what anybody notices
    /// when it has to be taken back because the task before it turns out to be a long one.
    /// </summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(10);

    // As many as are assigned in one batch.
    private const int Most = 512;
    private const int Weight = 8;

    private double _microseconds = 2 * Ahead.TotalMicroseconds;

    /// <summary>Tasks to have ahead.</summary>
    public int Window => (int)Math.Min(Most, Ahead.TotalMicroseconds / Math.Max(_microseconds, 1));

    /// <summary>Records the run time of a task.</summary>
    public void Took(long microseconds)
    {
        // One that took very long says no more than one that was not short.
        var time = Math.Clamp(microseconds, 0, 2 * Ahead.TotalMicroseconds);
        _microseconds += (time - _microseconds) / Weight;
    }
}
