using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// Suspicion that grows with silence: phi = -log10 of the probability that a heartbeat comes still later than now, from the
/// distribution of the intervals seen. N. Hayashibara et al., "The phi accrual failure detector", SRDS 2004.
/// </summary>
public class PhiAccrualFailureDetector : FailureDetector
{
    private readonly Clock _clock;
    private readonly double _threshold = double.MaxValue;
    private readonly double _minStdDeviationMillis;
    private readonly long _acceptableHeartbeatPauseMillis;
    private readonly EventStream? _eventStream;
    private volatile State _state;

    public PhiAccrualFailureDetector(
        double threshold,
        int maxSampleSize,
        TimeSpan minStdDeviation,
        TimeSpan acceptableHeartbeatPause,
        TimeSpan firstHeartbeatEstimate,
        Clock? clock = null)
        : this(clock ?? DefaultClock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(threshold, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSampleSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minStdDeviation, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(acceptableHeartbeatPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstHeartbeatEstimate, TimeSpan.Zero);
        _threshold = threshold;
        _minStdDeviationMillis = minStdDeviation.TotalMilliseconds;
        _acceptableHeartbeatPauseMillis = (long)acceptableHeartbeatPause.TotalMilliseconds;
        _state = new State(FirstHistory(maxSampleSize, firstHeartbeatEstimate), null);
    }

    public PhiAccrualFailureDetector(Config config, EventStream ev)
        : this(
            config.GetDouble("threshold"),
            config.GetInt("max-sample-size"),
            config.GetTimeSpan("min-std-deviation"),
            config.GetTimeSpan("acceptable-heartbeat-pause"),
            config.GetTimeSpan("heartbeat-interval")) => _eventStream = ev;

    protected PhiAccrualFailureDetector(Clock clock)
    {
        _clock = clock;
        _state = new State(HeartbeatHistory.Empty(1), null);
    }

    /// <summary>Whom this detector judges, for its warnings.</summary>
    public string Address { get; set; } = "N/A";

    public override bool IsAvailable => CurrentPhi(_clock()) < _threshold;

    public override bool IsMonitoring => _state.Timestamp is not null;

    internal double Phi => CurrentPhi(_clock());

    public override void HeartBeat()
    {
        while (true)
        {
            var timestamp = _clock();
            var before = _state;
            if (Interlocked.CompareExchange(ref _state, Next(before, timestamp), before) == before)
            {
                return;
            }
        }
    }

    private State Next(State state, long timestamp)
    {
        if (state.Timestamp is not { } previous)
        {
            return state with { Timestamp = timestamp };
        }

        // The silence before a recovery says nothing about how regular the heartbeats are.
        var interval = timestamp - previous;
        if (Probe(state, timestamp) >= _threshold)
        {
            return state with { Timestamp = timestamp };
        }

        if (_eventStream is not null && interval >= _acceptableHeartbeatPauseMillis / 3 * 2 && _acceptableHeartbeatPauseMillis > 0)
        {
            _eventStream.Publish(new Warning(
                ToString()!,
                GetType(),
                $"heartbeat interval is growing too large for address {Address}: {interval} millis"));
        }

        return new State(state.History.Add(interval), timestamp);
    }

    private double CurrentPhi(long timestamp) => Probe(_state, timestamp);

    private double Probe(State state, long timestamp)
    {
        if (state.Timestamp is not { } last)
        {
            return 0;
        }

        var history = state.History;
        return PhiOf(
            timestamp - last,
            history.Mean + _acceptableHeartbeatPauseMillis,
            Math.Max(history.StandardDeviation, _minStdDeviationMillis));
    }

    /// <summary>The tail of the normal distribution by its logistic approximation, stable on both sides of the mean.</summary>
    private static double PhiOf(double sinceLast, double mean, double stdDeviation)
    {
        var y = (sinceLast - mean) / stdDeviation;
        var e = Math.Exp(-y * (1.5976 + 0.070566 * y * y));
        return sinceLast > mean ? -Math.Log10(e / (1 + e)) : -Math.Log10(1 - 1 / (1 + e));
    }

    /// <summary>Before anything is known: two intervals around the estimate, wide enough for a slow start.</summary>
    private static HeartbeatHistory FirstHistory(int maxSampleSize, TimeSpan estimate)
    {
        var mean = (long)estimate.TotalMilliseconds;
        var deviation = mean / 4;
        return HeartbeatHistory.Empty(maxSampleSize).Add(mean - deviation).Add(mean + deviation);
    }

    private sealed record State(HeartbeatHistory History, long? Timestamp);
}
