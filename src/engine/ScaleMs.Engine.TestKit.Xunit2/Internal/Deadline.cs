using System.Diagnostics;

namespace Akka.TestKit.Internal;

/// <summary>A point of real time that waiting must not pass; never, when made from a negative duration.</summary>
internal readonly struct Deadline
{
    private readonly long _at;

    private Deadline(long at) => _at = at;

    public static Deadline After(TimeSpan duration) => new(duration < TimeSpan.Zero || duration == TimeSpan.MaxValue
        ? long.MaxValue
        : Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency));

    /// <summary>What is left, zero when it has passed, <see cref="Timeout.InfiniteTimeSpan"/> when it never passes.</summary>
    public TimeSpan Left
    {
        get
        {
            if (_at == long.MaxValue)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _at);
            return left <= TimeSpan.Zero ? TimeSpan.Zero : left < MaxWait ? left : MaxWait;
        }
    }

    public bool HasPassed => Left == TimeSpan.Zero;

    // The longest wait that wait handles and timers of the base library accept.
    private static TimeSpan MaxWait => TimeSpan.FromMilliseconds(int.MaxValue);
}
