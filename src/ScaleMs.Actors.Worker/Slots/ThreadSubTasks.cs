using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>The sub-tasks of a task that runs in this process.</summary>
internal sealed class ThreadSubTasks : ISubTaskLine, ISubTaskOwner
{
    private static uint _lastRequest;

    private readonly ISlotHost _host;
    private readonly RunningTask _task;
    private readonly Action<bool> _setWaiting;
    private readonly Lock _gate = new();
    private readonly BoardWaiter _waiter = new();
    private bool _waits;
    private bool _isOver;

    /// <summary>Sub-tasks of a task.</summary>
    /// <param name="host">The worker.</param>
    /// <param name="task">The task.</param>
    /// <param name="setWaiting">Makes it the slot's waiting one, or its running one again.</param>
    public ThreadSubTasks(ISlotHost host, RunningTask task, Action<bool> setWaiting)
    {
        (_host, _task, _setWaiting) = (host, task, setWaiting);
        Client = new SubTaskClient(this, static () => Interlocked.Increment(ref _lastRequest));
    }

    public SubTaskClient Client { get; }

    public void Submit(uint request, PayloadKind form, byte[] payload) => _host.SubTasks.Submit(_task.Row, form, payload, this, request);

    public void Accepted(uint request, string uid) => Client.Accepted(request, uid);

    public void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome) => Client.Ended(request, state, outcome);

    public void Waits()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _waits = true;
            _setWaiting(true);
            _host.Board.Release(_task.Row);
        }

        _host.Waits();
    }

    public void WantsToGoOn() => _ = ThreadPool.UnsafeQueueUserWorkItem(static line => line.TakeSlots(), this, preferLocal: false);

    /// <summary>The task has ended.</summary>
    /// <returns>True when it holds no slots, because it waited.</returns>
    public bool End()
    {
        bool waited;
        lock (_gate)
        {
            (waited, _waits, _isOver) = (_waits, false, true);
        }

        Client.Close();
        _host.SubTasks.Forget(this);
        _waiter.Wake(_host.Board);
        return waited;
    }

    private void TakeSlots()
    {
        while (true)
        {
            var taken = _host.Board.WaitFor(_waiter, _task.Row.Slots, () => !_isOver, static _ => false, CancellationToken.None);
            lock (_gate)
            {
                if (_isOver || !_waits)
                {
                    if (taken is not null)
                    {
                        _host.Board.Release(_task.Row.Slots);
                    }

                    return;
                }

                if (taken is not null)
                {
                    _waits = false;
                    _setWaiting(false);
                    break;
                }
            }
        }

        _host.GoesOn();
        Client.GoOn();
    }
}
