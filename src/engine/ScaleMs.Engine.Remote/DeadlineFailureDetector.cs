using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>The resource is available until no heartbeat has come for the interval plus the acceptable pause.</summary>
public class DeadlineFailureDetector : FailureDetector
{
    private const long Never = long.MinValue;

    private readonly Clock _clock;
    private readonly long _deadlineMillis;
    private long _lastHeartbeat = Never;

    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, TimeSpan heartbeatInterval, Clock? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(acceptableHeartbeatPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(heartbeatInterval, TimeSpan.Zero);
        _clock = clock ?? DefaultClock;
        _deadlineMillis = (long)(acceptableHeartbeatPause + heartbeatInterval).TotalMilliseconds;
    }

    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, Clock? clock = null)
        : this(acceptableHeartbeatPause, TimeSpan.FromMilliseconds(1), clock)
    {
    }

    public DeadlineFailureDetector(Config config, EventStream eventStream)
        : this(config.GetTimeSpan("acceptable-heartbeat-pause"), config.GetTimeSpan("heartbeat-interval"))
    {
    }

    public override bool IsAvailable
    {
        get
        {
            var last = Interlocked.Read(ref _lastHeartbeat);
            return last == Never || _clock() < last + _deadlineMillis;
        }
    }

    public override bool IsMonitoring => Interlocked.Read(ref _lastHeartbeat) != Never;

    public override void HeartBeat() => Interlocked.Exchange(ref _lastHeartbeat, _clock());
}
