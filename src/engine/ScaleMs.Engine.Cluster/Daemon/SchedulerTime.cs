using Akka.Actor;

namespace Akka.Cluster.Daemon;

/// <summary>The actor system's own time, which tests may replace.</summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.Now;
}
