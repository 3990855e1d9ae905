namespace Akka.Cluster.Tests.Simulation;

internal sealed class SimClock : TimeProvider
{
    public DateTimeOffset Current { get; set; } = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => Current;
}
