using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>
/// A slot whose tasks run in a process of its own. The slot's thread takes tasks and sends them; the thread of the process's reader
/// says what becomes of them. Whatever ends the process ends the one task that runs in it, unless another may have been the reason;
/// those sent ahead run in the next one.
/// </summary>
#pragma warning disable CA1001 // A slot lasts as long as its process.
internal sealed partial class ProcessSlot : Slot
#pragma warning restore CA1001
{
    // A function whose time is up gets a moment to tidy up; nothing that it returns counts any more. What a program writes may.
    private static readonly TimeSpan TimeoutGrace = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly ProcessSlotSettings _settings;
    private readonly TimeProvider _time;
    private readonly bool _startAtOnce;
    private readonly PrefetchedTasks _prefetched = new();
    private readonly PrefetchWindow _pace = new();
    private readonly FrameBuffer _frames = new();
    private readonly List<TaskRow> _taken = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _progress = new(false);
    private SlotProcess? _process;
    private bool _outdated;
    private int _held;

    public ProcessSlot(int number, ISlotHost owner, ProcessSlotSettings settings, TimeProvider time, bool startAtOnce)
        : base(number, owner, time)
    {
        (_settings, _time, _startAtOnce) = (settings, time, startAtOnce);
    }

    public override bool LeavesThreads => false;

    public override void Start() => new Thread(Loop) { IsBackground = true, Name = $"slot-{Number}" }.Start();

    public override void Stop()
    {
        _stop.Cancel();
        _progress.Set();
    }

    public override void ShutDown()
    {
        Stop();
        Volatile.Read(ref _process)?.Close();
    }

    public override TimeSpan Patience(RunningTask task, TimeSpan grace) =>
        task.Reason is { IsTimeout: true } && grace > TimeoutGrace && !TaskExecutors.IsProgram(task.Row) ? TimeoutGrace : grace;

    public override bool Renew()
    {
        Volatile.Write(ref _outdated, true);
        _progress.Set();
        return true;
    }

    private void Loop()
    {
        try
        {
            while (_startAtOnce && !TryStart(warmsUp: true))
            {
                Pause();
            }

            while (!_stop.IsCancellationRequested)
            {
                if (TakeFirst() is { } row)
                {
                    Feed(row);
                    while (!IsDone())
                    {
                        _ = _progress.WaitOne(_prefetched.Count > 0 ? PrefetchWindow.Ahead : Timeout.InfiniteTimeSpan);
                        Tend();
                    }

                    Owner.Board.Free(_held);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The slot was stopped while it waited.
        }

        Volatile.Read(ref _process)?.Close();
    }

    /// <summary>Waits for a task, and for a process to run it in; null when either fails, and the task waits for another slot or the next try.</summary>
    private TaskRow? TakeFirst()
    {
        var row = Owner.Board.TakeAhead(Owner.Idle, _stop.Token);
        _held = row.Slots;
        var begins = false;
        try
        {
            if (TryStart(warmsUp: false))
            {
                if (row.Attempt > 1)
                {
                    Owner.Announce(row, _stop.Token);
                }

                begins = true;
                return row;
            }
        }
        finally
        {
            if (!begins)
            {
                PutBack([row]);
                Owner.Board.Free(_held);
            }
        }

        Pause();
        return null;
    }

    /// <summary>Sends the first task, and more if they are short.</summary>
    private void Feed(in TaskRow first)
    {
        _taken.Clear();
        if (_held == 1 && first.Attempt <= 1)
        {
            Owner.Board.TakeMore(_taken, _pace.Window);
        }

        lock (_gate)
        {
            if (Owner.Board.TryForget(first))
            {
                Owner.EndWithout(new AckRow(first.Key, first.Attempt), EndReason.CanceledBeforeItBegan, NowMicroseconds());
            }
            else
            {
                Send(first);
            }

            SendTaken();
        }

        Flush();
    }

    /// <summary>True when nothing is left to do here for the tasks that were sent.</summary>
    private bool IsDone()
    {
        lock (_gate)
        {
            return Running is null && _prefetched.Count == 0;
        }
    }

    /// <summary>Sends what has come up: more tasks, or that some are wanted back, or that the one that runs is to end.</summary>
    private void Tend()
    {
        (RunningTask Task, SlotProcessEnd End)? again;
        lock (_gate)
        {
            again = _again;
        }

        if (again is { } died)
        {
            RunAgain(died.Task, died.End);
            return;
        }

        _taken.Clear();
        var room = Room();
        if (room > 0)
        {
            Owner.Board.TakeMore(_taken, room);
        }

        lock (_gate)
        {
            if (_process is null)
            {
                // It has died in between: there is nobody to send anything to.
                PutBack(_taken);
                return;
            }

            SendTaken();
            if (_unwanted.Count > 0)
            {
                _frames.Add(new RevokeFrame([.. _unwanted]));
                _unwanted.Clear();
            }

            if (WantsAllBack())
            {
                _revoking = true;
                _frames.Add(new RevokeFrame([]));
            }

            if (_cancel is { } sequence)
            {
                _frames.Add(new CancelFrame(sequence));
                _cancel = null;
            }
        }

        Flush();
    }

    private int Room()
    {
        lock (_gate)
        {
            return _process is null || _held != 1 || _stop.IsCancellationRequested || _revoking || Running?.Reason is not null || IsLong() || Volatile.Read(ref _outdated)
                ? 0
                : _pace.Window is var window && _prefetched.Count <= window / 2 ? window - _prefetched.Count : 0;
        }
    }

    private bool WantsAllBack() => !_revoking && _prefetched.Count > 0 && Running is { } running
        && (running.Reason is not null || IsLong() || _stop.IsCancellationRequested || Volatile.Read(ref _outdated));

    private bool IsLong() => Running is not null && _time.GetElapsedTime(_begun) > PrefetchWindow.Ahead;

    private void SendTaken()
    {
        foreach (ref readonly var row in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_taken))
        {
            Send(row);
        }
    }

    private void Send(in TaskRow row) => _frames.Add(new TaskFrame(_prefetched.Add(row), row.Kind, row.Uid.ToString(), row.Payload));

    private void Flush()
    {
        if (!_frames.IsEmpty)
        {
            // Not under the gate: a process that does not read must not keep those from their work who could end it.
            Volatile.Read(ref _process)?.Send(_frames);
            _frames.Clear();
        }
    }
}
