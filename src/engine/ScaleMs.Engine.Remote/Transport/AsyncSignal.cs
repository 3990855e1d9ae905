using System.Threading.Tasks.Sources;

namespace Akka.Remote.Transport;

/// <summary>
/// Wakes the one loop that waits on it, without an allocation. Setting it while nobody waits is remembered once.
/// The waiter continues on the thread pool, never inside <see cref="Set"/>.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Unset = 0;
    private const int IsSet = 1;
    private const int Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    public void Set()
    {
        // A full fence: what was made ready before is seen by a waiter that is not woken because it is awake.
        if (Interlocked.Exchange(ref _state, IsSet) == Awaited)
        {
            _core.SetResult(true);
        }
    }

    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Unset, IsSet) == IsSet)
        {
            return ValueTask.CompletedTask;
        }

        _core.Reset();
        return Interlocked.CompareExchange(ref _state, Awaited, Unset) == Unset
            ? new ValueTask(this, _core.Version)
            : Consume();
    }

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        Interlocked.Exchange(ref _state, Unset);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private ValueTask Consume()
    {
        Interlocked.Exchange(ref _state, Unset);
        return ValueTask.CompletedTask;
    }
}
