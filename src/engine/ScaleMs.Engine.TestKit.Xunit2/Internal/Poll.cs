namespace Akka.TestKit.Internal;

/// <summary>
/// When to look again at something that cannot announce its change: at a given interval, else ever more slowly, from
/// <see cref="First"/> up to <see cref="Slowest"/>, so that what is nearly true is seen at once.
/// </summary>
internal struct Poll(TimeSpan max, TimeSpan? interval)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(100);

    private readonly Deadline _deadline = Deadline.After(max);
    private TimeSpan _next = interval ?? First;

    /// <summary>Waits for the next look; false when the time is over.</summary>
    public bool Wait(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = _deadline.Left;
        if (left == TimeSpan.Zero)
        {
            return false;
        }

        cancellationToken.WaitHandle.WaitOne(Pause(left));
        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>How long to wait for the next look, null when the time is over.</summary>
    public TimeSpan? NextPause()
    {
        var left = _deadline.Left;
        return left == TimeSpan.Zero ? null : Pause(left);
    }

    private TimeSpan Pause(TimeSpan left)
    {
        var pause = _next;
        if (interval is null)
        {
            _next = (_next * 2).Min(Slowest);
        }

        return left.IsInfinite() ? pause : pause.Min(left);
    }
}
