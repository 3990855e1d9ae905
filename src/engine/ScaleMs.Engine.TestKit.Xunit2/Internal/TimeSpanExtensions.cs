namespace Akka.TestKit.Internal;

public static class TimeSpanExtensions
{
    public static bool IsUndefined(this TimeSpan? timeSpan) => !timeSpan.HasValue;

    public static bool IsZero(this TimeSpan timeSpan) => timeSpan == TimeSpan.Zero;

    public static bool IsZero(this TimeSpan? timeSpan) => timeSpan == TimeSpan.Zero;

    public static bool IsInfinite(this TimeSpan timeSpan) => timeSpan < TimeSpan.Zero;

    public static bool IsInfinite(this TimeSpan? timeSpan) => timeSpan < TimeSpan.Zero;

    public static bool IsInfiniteTimeout(this TimeSpan timeSpan) => timeSpan == Timeout.InfiniteTimeSpan;

    public static bool IsInfiniteTimeout(this TimeSpan? timeSpan) => timeSpan == Timeout.InfiniteTimeSpan;

    public static bool IsPositiveFinite(this TimeSpan timeSpan) => timeSpan > TimeSpan.Zero;

    public static bool IsPositiveFinite(this TimeSpan? timeSpan) => timeSpan > TimeSpan.Zero;

    public static void EnsureIsPositiveFinite(this TimeSpan timeSpan, string parameterName)
    {
        if (!timeSpan.IsPositiveFinite())
        {
            throw new ArgumentException($"The duration must be greater than zero, it is {timeSpan}.", parameterName);
        }
    }

    public static TimeSpan Min(this TimeSpan a, TimeSpan? b) => b < a ? b.Value : a;
}
