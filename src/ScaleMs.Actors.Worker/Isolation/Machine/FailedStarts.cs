namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>Counts how often in a row a slot's process has not started.</summary>
internal sealed class FailedStarts
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // One failed start may be transient overload; the third is reported.
    private const int ToReport = 3;

    // Keeps the shift of the first pause in range; the longest one is reached long before.
    private const int MostDoublings = 10;

    private int _count;

    /// <summary>The time to the next try.</summary>
    public TimeSpan Pause => TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Clamp(_count - 1, 0, MostDoublings), LongestPause.Ticks));

    /// <summary>Counts one more; true = it is to be reported.</summary>
    public bool Add() => ++_count % ToReport == 0;

    /// <summary>The process has started.</summary>
    public void Clear() => _count = 0;
}
