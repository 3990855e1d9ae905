namespace Akka.Util;

/// <summary>Limits a rate: tokens arrive at fixed intervals up to a capacity, and each offer takes some.</summary>
public abstract class TokenBucket
{
    private readonly long _capacity;
    private readonly long _ticksBetweenTokens;
    private long _available;
    private long _lastUpdate;

    protected TokenBucket(long capacity, long ticksBetweenTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticksBetweenTokens);
        _capacity = capacity;
        _ticksBetweenTokens = ticksBetweenTokens;
    }

    public abstract long CurrentTime { get; }

    public void Init()
    {
        _available = _capacity;
        _lastUpdate = CurrentTime;
    }

    /// <summary>Takes <paramref name="cost"/> tokens; returns the ticks to wait until the last of them has arrived.</summary>
    public long Offer(long cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        var now = CurrentTime;
        var elapsed = now - _lastUpdate;
        if (elapsed >= _ticksBetweenTokens)
        {
            var arrived = elapsed / _ticksBetweenTokens;
            _lastUpdate += arrived * _ticksBetweenTokens;
            _available = arrived >= _capacity - _available ? _capacity : _available + arrived;
        }

        if (cost <= _available)
        {
            _available -= cost;
            return 0;
        }

        var wait = ((cost - _available) * _ticksBetweenTokens) - (now - _lastUpdate);
        _available = 0;
        _lastUpdate = now + wait;
        return wait;
    }
}
