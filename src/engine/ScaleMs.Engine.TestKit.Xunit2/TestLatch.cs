namespace Akka.TestKit;

/// <summary>A count-down latch that a test waits for with a time limit.</summary>
public class TestLatch
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly CountdownEvent _latch;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    public TestLatch()
        : this(1)
    {
    }

    public TestLatch(int count)
        : this(count, DefaultTimeout)
    {
    }

    public TestLatch(int count, TimeSpan defaultTimeout)
        : this(duration => duration, defaultTimeout, count)
    {
    }

    protected TestLatch(Func<TimeSpan, TimeSpan>? dilate, TimeSpan defaultTimeout, int count)
    {
        _latch = new CountdownEvent(count);
        _dilate = dilate ?? (static duration => duration);
        _defaultTimeout = defaultTimeout;
    }

    public bool IsOpen => _latch.IsSet;

    public void CountDown()
    {
        // One thread's count too many is no error: the latch is open all the same.
        try
        {
            _latch.Signal();
        }
        catch (InvalidOperationException) when (_latch.IsSet)
        {
            return;
        }
    }

    public void Open()
    {
        while (!_latch.IsSet)
        {
            CountDown();
        }
    }

    public void Reset() => _latch.Reset();

    public void Ready() => Ready(_defaultTimeout);

    public void Ready(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero)
        {
            throw new ArgumentException($"A latch cannot be waited for without end; the timeout is {timeout}.", nameof(timeout));
        }

        var dilated = _dilate(timeout);
        if (!_latch.Wait(dilated))
        {
            throw new TimeoutException($"The latch did not open within {dilated}: {_latch.CurrentCount} of {_latch.InitialCount} counts are missing.");
        }
    }

    /// <summary>The latch that a test kit makes: its times are multiplied by the kit's time factor.</summary>
    internal sealed class Dilating(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
        : TestLatch(dilate, defaultTimeout, count);
}
