namespace Akka.Pattern;

internal static class BackoffDelay
{
    // 2^30 times the smallest delay is beyond every sensible maximum, and the power still fits.
    private const int MaxDoublings = 30;

    /// <summary>The delay before the restart of that number (from 0): doubled each time, at most the maximum, plus up to the random part.</summary>
    public static TimeSpan Of(int restartCount, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        var random = 1.0 + (Random.Shared.NextDouble() * randomFactor);
        if (restartCount >= MaxDoublings)
        {
            return maxBackoff;
        }

        var doubled = Math.Min(maxBackoff.Ticks, minBackoff.Ticks * Math.Pow(2, restartCount)) * random;
        return doubled >= long.MaxValue ? maxBackoff : TimeSpan.FromTicks((long)doubled);
    }
}
