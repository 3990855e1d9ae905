namespace Akka.Actor;

/// <summary>Ends a question that is not answered in time or is cancelled; gives its timer back as soon as there is an answer.</summary>
#pragma warning disable CA1001 // It disposes of its timer when the question is answered.
internal sealed class AskExpiry<T>
#pragma warning restore CA1001
{
    private readonly TaskCompletionSource<T> _result;
    private readonly FutureActorRef<T> _future;
    private readonly TimeSpan _timeout;
    private Timer? _timer;
    private CancellationTokenRegistration _registration;

    private AskExpiry(TaskCompletionSource<T> result, FutureActorRef<T> future, TimeSpan timeout)
    {
        _result = result;
        _future = future;
        _timeout = timeout;
    }

    public static void Arm(TaskCompletionSource<T> result, FutureActorRef<T> future, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var expiry = new AskExpiry<T>(result, future, timeout);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            expiry._timer = new Timer(
                static state => ((AskExpiry<T>)state!).OnTimeout(), expiry, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            expiry._timer.Change(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        if (cancellationToken.CanBeCanceled)
        {
            expiry._registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((AskExpiry<T>)state!).OnCancelled(token), expiry);
        }

        _ = result.Task.ContinueWith(
            static (_, state) => ((AskExpiry<T>)state!).Disarm(),
            expiry,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void OnTimeout()
    {
        if (_result.TrySetException(new AskTimeoutException($"Timeout after {_timeout} seconds")))
        {
            _ = _result.Task.Exception;
            _future.Unregister();
        }
    }

    private void OnCancelled(CancellationToken token)
    {
        if (_result.TrySetCanceled(token))
        {
            _future.Unregister();
        }
    }

    private void Disarm()
    {
        _timer?.Dispose();
        _registration.Unregister();
        _future.Unregister();
    }
}
