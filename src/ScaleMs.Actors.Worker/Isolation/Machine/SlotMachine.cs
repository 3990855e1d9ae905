using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <summary>
/// Decides what a slot with a process does: each method is an event, and adds to a list what is to be done because of it. It has no
/// thread, clock, pipe or process, and expects one event at a time. Whatever ends the process ends the one task that runs in it, unless
/// another may have been the reason; tasks that were sent ahead return to the board.
/// </summary>
/// <param name="outputLimit">Characters kept of each stream of a task.</param>
/// <param name="warmUp">The environment of the process that is started ahead of the first task; null = none is.</param>
internal sealed partial class SlotMachine(int outputLimit, SlotEnvironment? warmUp)
{
    private readonly PrefetchWindow _pace = new();
    private ProcessPhase _process = ProcessPhase.None.Instance;
    private SlotWork _work = warmUp is null ? SlotWork.None.Instance : new SlotWork.WarmUp(warmUp);
    private bool _isStopping;

    /// <summary>Tasks that may be in the process behind the running one.</summary>
    public int Window => _pace.Window;

    /// <summary>The task that <see cref="Next"/> is going to send, if it was not withdrawn at the board meanwhile; null = none.</summary>
    public TaskRow? FirstToSend =>
        !_isStopping && _work is SlotWork.First { MayBegin: true } first && _process is ProcessPhase.Ready(var process)
            && (!process.IsOutdated || process.Waiting.Count > 0) && process.Environment == first.Environment ? first.Row : null;

    /// <summary>The environment of the tasks that can be sent ahead; null = there is no process for any.</summary>
    public SlotEnvironment? Environment => (_process as ProcessPhase.Ready)?.Process.Environment;

    /// <summary>How many tasks <see cref="Next"/> would send ahead now.</summary>
    public int Room(TimeSpan now) => _process is not ProcessPhase.Ready(var process) ? 0 : _work switch
    {
        SlotWork.First { Row: { Slots: 1, Attempt: <= 1, Ranks.AreSeveral: false } } when FirstToSend is not null && process.Waiting.Count == 0 => Window,
        SlotWork.Sent { Slots: 1 } when TakesMore(process, now) => Window - process.Prefetched.Count,
        _ => 0,
    };

    /// <summary>The slot's thread has nothing to do.</summary>
    /// <param name="now">The time.</param>
    /// <param name="taken">From the board: <see cref="FirstToSend"/>, then not more than <see cref="Room"/>.</param>
    /// <param name="effects">What is to be done.</param>
    /// <returns>What the thread does afterwards.</returns>
    public SlotStep Next(SlotTime now, IReadOnlyList<TaskRow> taken, List<SlotEffect> effects)
    {
        if (_isStopping)
        {
            StopWaiting(now, effects);
        }

        if (_work is SlotWork.First { Environment.Problem: { } problem } first)
        {
            Refuse(first, problem, effects);
        }

        if (_work is SlotWork.First or SlotWork.Again or SlotWork.WarmUp)
        {
            if (WaitsForProcess(effects) is { } step)
            {
                return step;
            }

            if (_work is SlotWork.First { MayBegin: false } unannounced)
            {
                return new SlotStep.Announce(unannounced.Row);
            }

            Use(((ProcessPhase.Ready)_process).Process, now, effects);
        }

        if (_work is SlotWork.Sent(var slots))
        {
            if (_process is ProcessPhase.Ready(var process))
            {
                Send(process, taken, effects);
                if (!process.IsEmpty)
                {
                    return Tend(process, now.Elapsed, effects);
                }
            }

            effects.Add(SlotEffect.Free(slots));
            _work = SlotWork.None.Instance;
        }

        if (_work is SlotWork.Paused paused)
        {
            _work = paused.Next;
            return new SlotStep.Pause(_starts.Pause);
        }

        return _process is ProcessPhase.Ready(var last) && last.Waiting.TryPeek(out var waiting) ? new SlotStep.TakeForWaiting(waiting.Task.Row.Slots)
            : _isStopping ? End(effects)
            : SlotStep.TakeFirst.Instance;
    }

    /// <summary>A task was taken from the board because of <see cref="SlotStep.TakeFirst"/>.</summary>
    public void Took(in TaskRow first, SlotEnvironment environment) => _work = new SlotWork.First(first, environment, MayBegin: first.Attempt <= 1);

    /// <summary>The master has acknowledged the start of the task of <see cref="SlotStep.Announce"/>.</summary>
    public void Acknowledged() => _work = _work is SlotWork.First first ? first with { MayBegin = true } : _work;

    /// <summary><see cref="FirstToSend"/> was withdrawn at the board, which has forgotten it.</summary>
    public void Forgot(List<SlotEffect> effects)
    {
        if (_work is SlotWork.First(var row, _, _))
        {
            effects.Add(SlotEffect.EndWithout(new AckRow(row.Key, row.Attempt)));
            effects.Add(SlotEffect.Free(row.Slots));
            _work = SlotWork.None.Instance;
        }
    }

    /// <summary>A task that may be in the process was withdrawn at the board.</summary>
    public void Withdraw(AckRow id, List<SlotEffect> effects)
    {
        if (_process is ProcessPhase.Ready(var process) && process.Prefetched.Find(id) is { } sequence)
        {
            process.Withdrawn.Add(sequence);
            effects.Add(SlotEffect.Wake);
        }
    }

    /// <summary>A task is to end.</summary>
    /// <returns>False when it was told before.</returns>
    public bool RequestEnd(RunningTask task, EndReason reason, List<SlotEffect> effects)
    {
        if (!task.RequestEnd(reason))
        {
            return false;
        }

        if (_process is ProcessPhase.Ready({ Current: { } current } process) && current.Task == task)
        {
            process.Current = current with { MustCancel = true };
        }
        else if (_process is ProcessPhase.Ready(var ready) && ready.Waiting.FirstOrDefault(waiting => waiting.Task == task) is { Task: not null } suspended)
        {
            effects.Add(SlotEffect.SendCancelToWaiting(suspended.Sequence));
        }

        effects.Add(SlotEffect.Wake);
        return true;
    }

    /// <summary>A task that was told to end does not do so, and is to be killed with its process.</summary>
    /// <returns>False when it does not run, or has no process now.</returns>
    public bool Abandon(RunningTask task, List<SlotEffect> effects)
    {
        var waits = _work is SlotWork.Again again && again.Task == task;
        switch (_process)
        {
            case ProcessPhase.Ready(var process) when waits || process.Current?.Task == task || process.Waiting.Any(waiting => waiting.Task == task):
                process.KilledFor = task;
                break;
            case ProcessPhase.Starting starting when waits:
                _process = starting with { KilledFor = task };
                break;
            default:
                return false;
        }

        effects.Add(SlotEffect.Kill);
        return true;
    }

    /// <summary>Code has changed: what begins from now on in such an environment is to run in a new process.</summary>
    public void Renew(Func<SlotEnvironment, bool> concerns, List<SlotEffect> effects)
    {
        switch (_process)
        {
            case ProcessPhase.Ready(var process) when concerns(process.Environment):
                process.IsOutdated = true;
                break;
            case ProcessPhase.Starting starting when concerns(starting.Environment):
                _process = starting with { IsOutdated = true };
                break;
        }

        effects.Add(SlotEffect.Wake);
    }

    /// <summary>The slot takes no further task; the one that runs goes on.</summary>
    public void Stop(List<SlotEffect> effects)
    {
        _isStopping = true;
        effects.Add(SlotEffect.Wake);
    }

    /// <summary>The slot stops, and its process ends with whatever runs in it.</summary>
    public void ShutDown(List<SlotEffect> effects)
    {
        Stop(effects);
        if (_process is not ProcessPhase.None)
        {
            effects.Add(_process is ProcessPhase.Starting ? SlotEffect.Kill : SlotEffect.Close);
        }
    }
}
