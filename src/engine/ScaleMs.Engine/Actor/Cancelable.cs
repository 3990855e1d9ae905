namespace Akka.Actor;

/// <summary>A switch that is thrown once; its token is made when someone asks for it.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler? _scheduler;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _source;
    private bool _cancelled;

    /// <summary>Not cancelled.</summary>
    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    /// <summary>Not cancelled.</summary>
    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Cancelled after a time.</summary>
    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler.Advanced, delay)
    {
    }

    /// <summary>Cancelled after a time.</summary>
    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler.Advanced, TimeSpan.FromMilliseconds(millisecondsDelay))
    {
    }

    /// <summary>Cancelled after a time.</summary>
    public Cancelable(IActionScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    private Cancelable(bool cancelled) => _cancelled = cancelled;

    /// <inheritdoc/>
    public bool IsCancellationRequested => Volatile.Read(ref _cancelled);

    /// <inheritdoc/>
    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (_cancelled)
                    {
                        _source.Cancel();
                    }
                }

                return _source.Token;
            }
        }
    }

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>One that was cancelled before.</summary>
    public static ICancelable CreateCanceled() => new Cancelable(cancelled: true);

    /// <summary>One that is cancelled with the first of others.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler.Advanced, cancelables);

    /// <summary>One that is cancelled with the first of others.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler, cancelables.Select(c => c.Token).ToArray());

    /// <summary>One that is cancelled with the first of some tokens.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    /// <summary>One that is cancelled with the first of some tokens.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params CancellationToken[] cancellationTokens)
    {
        var linked = new Cancelable(scheduler);
        foreach (var token in cancellationTokens)
        {
            token.UnsafeRegister(static state => ((Cancelable)state!).Cancel(), linked);
        }

        return linked;
    }

    /// <inheritdoc/>
    public void Cancel() => Cancel(false);

    /// <inheritdoc/>
    public void Cancel(bool throwOnFirstException)
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (_cancelled)
            {
                return;
            }

            _cancelled = true;
            source = _source;
        }

        source?.Cancel(throwOnFirstException);
    }

    /// <inheritdoc/>
    public void CancelAfter(TimeSpan delay)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (delay == TimeSpan.Zero)
        {
            Cancel();
        }
        else
        {
            _scheduler?.ScheduleOnce(delay, Cancel, this);
        }
    }

    /// <inheritdoc/>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the token's resources back.</summary>
    protected virtual void Dispose(bool disposing)
    {
        lock (_lock)
        {
            if (!IsDisposed)
            {
                IsDisposed = true;
                _source?.Dispose();
            }
        }
    }
}
