using System.Collections.Immutable;

namespace Akka.Remote;

/// <summary>The last intervals between heartbeats, with the sums that mean and deviation are made of.</summary>
internal sealed record HeartbeatHistory(int MaxSampleSize, ImmutableQueue<long> Intervals, int Count, long Sum, long SquaredSum)
{
    public double Mean => (double)Sum / Count;

    public double Variance => Math.Max(0, (double)SquaredSum / Count - Mean * Mean);

    public double StandardDeviation => Math.Sqrt(Variance);

    public static HeartbeatHistory Empty(int maxSampleSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSampleSize, 1);
        return new HeartbeatHistory(maxSampleSize, [], 0, 0, 0);
    }

    public HeartbeatHistory Add(long interval) => Count < MaxSampleSize
        ? this with { Intervals = Intervals.Enqueue(interval), Count = Count + 1, Sum = Sum + interval, SquaredSum = SquaredSum + interval * interval }
        : WithoutOldest().Add(interval);

    private HeartbeatHistory WithoutOldest()
    {
        var rest = Intervals.Dequeue(out var oldest);
        return this with { Intervals = rest, Count = Count - 1, Sum = Sum - oldest, SquaredSum = SquaredSum - oldest * oldest };
    }
}
