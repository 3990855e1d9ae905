using System.Diagnostics;

namespace Akka.Util;

/// <summary>Counts in <see cref="TimeSpan"/> ticks of a clock that never goes back.</summary>
public sealed class TickTimeTokenBucket : TokenBucket
{
    public TickTimeTokenBucket(long capacity, long period) : base(capacity, period) { }

    public override long CurrentTime => Stopwatch.GetElapsedTime(0).Ticks;
}
