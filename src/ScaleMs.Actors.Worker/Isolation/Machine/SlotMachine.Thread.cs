using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <content>What the slot's thread does for the work that there is.</content>
internal sealed partial class SlotMachine
{
    /// <summary>Makes sure that there is a process which can run the task; null = there is.</summary>
    private SlotStep? WaitsForProcess(List<SlotEffect> effects)
    {
        // The work that waits for a process has not been sent, so a process that is there is empty.
        var wanted = WantedEnvironment;
        switch (_process)
        {
            case ProcessPhase.Ready(var process) when process.Environment == wanted && (!process.IsOutdated || process.Waiting.Count > 0):
                return null;
            case ProcessPhase.Ready({ IsOutdated: false, IsLeaving: false, UnansweredRevokes: > 0 }):
                // Its answer would be taken for one of the process that follows.
                break;
            case ProcessPhase.Ready({ IsOutdated: false, IsLeaving: false, KilledFor: null, Environment.IsForOneTask: false } process):
                effects.Add(SlotEffect.PutAside(process));
                _process = ProcessPhase.None.Instance;
                break;
            case ProcessPhase.Ready:
                Close(effects);
                break;
        }

        if (_process is not ProcessPhase.None)
        {
            return SlotStep.Wait.ForEvent;
        }

        _process = new ProcessPhase.Starting(wanted);
        return new SlotStep.Start(wanted, WarmsUp: _work is SlotWork.WarmUp);
    }

    private SlotEnvironment WantedEnvironment => _work switch
    {
        SlotWork.First first => first.Environment,
        SlotWork.Again again => again.Environment,
        _ => ((SlotWork.WarmUp)_work).Environment,
    };

    /// <summary>Gives the work that waited for a process to it.</summary>
    private void Use(ReadyProcess process, SlotTime now, List<SlotEffect> effects)
    {
        switch (_work)
        {
            case SlotWork.First(var row, _, _):
                _work = new SlotWork.Sent(row.Slots) { IsNested = process.Waiting.Count > 0 };
                break;
            case SlotWork.Again(var task, _, var end, var slots):
                _work = new SlotWork.Sent(slots);
                if (task.Reason is null)
                {
                    RunAgain(process, task, now.Elapsed, effects);
                }
                else
                {
                    Report(task, ProcessOutcome.OfLost(task, end, now.Microseconds), effects);
                }

                break;
            case SlotWork.WarmUp:
                _work = SlotWork.None.Instance;
                break;
        }
    }

    private static void RunAgain(ReadyProcess process, RunningTask task, TimeSpan now, List<SlotEffect> effects)
    {
        var sequence = process.Prefetched.Name();
        process.Current = new CurrentTask(task, sequence, now, IsSecondRun: true, MustCancel: false);
        effects.Add(SlotEffect.BeginAgain(task));
        effects.Add(SlotEffect.SendTasks(sequence, [task.Row]));
    }

    private static void Send(ReadyProcess process, IReadOnlyList<TaskRow> rows, List<SlotEffect> effects)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var first = process.Prefetched.Add(rows[0]);
        for (var i = 1; i < rows.Count; i++)
        {
            _ = process.Prefetched.Add(rows[i]);
        }

        effects.Add(SlotEffect.SendTasks(first, rows));
    }

    /// <summary>Sends what has come up: that some tasks are wanted back, or that the one that runs is to end.</summary>
    private SlotStep.Wait Tend(ReadyProcess process, TimeSpan now, List<SlotEffect> effects)
    {
        if (process.Withdrawn.Count > 0)
        {
            effects.Add(SlotEffect.SendRevoke([.. process.Withdrawn]));
            process.Withdrawn.Clear();
            process.UnansweredRevokes++;
        }

        if (WantsAllBack(process, now))
        {
            effects.Add(SlotEffect.SendRevoke([]));
            process.UnansweredRevokes++;
        }

        if (process.Current is { MustCancel: true } current)
        {
            effects.Add(SlotEffect.SendCancel(current.Sequence));
            process.Current = current with { MustCancel = false };
        }

        return process.Prefetched.Count > 0 ? SlotStep.Wait.ForLongTask : SlotStep.Wait.ForEvent;
    }

    private bool TakesMore(ReadyProcess process, TimeSpan now) =>
        process is { IsEmpty: false, UnansweredRevokes: 0, HasRank: false } && !KeepsNothingAhead(process, now) && process.Prefetched.Count <= Window / 2;

    private bool WantsAllBack(ReadyProcess process, TimeSpan now) =>
        process is { UnansweredRevokes: 0, Prefetched.Count: > 0 } && (process.Current is not null || process.Waiting.Count > 0)
        && !(process.Current is null && process.Waiting.Count > 0 && _work is SlotWork.Sent { IsNested: true }) && KeepsNothingAhead(process, now);

    /// <summary>Whether tasks sent ahead would wait for long, or begin where they should not.</summary>
    private bool KeepsNothingAhead(ReadyProcess process, TimeSpan now) =>
        _isStopping || process.IsOutdated || process.Waiting.Count > 0
        || (process.Current is { } current && (current.Task.Reason is not null || now - current.Begun > PrefetchWindow.Ahead));

    /// <summary>The slot is stopped: nothing waits for a process any more.</summary>
    private void StopWaiting(SlotTime now, List<SlotEffect> effects)
    {
        switch (_work)
        {
            case SlotWork.First(var row, _, _):
                effects.Add(SlotEffect.PutBack([row]));
                effects.Add(SlotEffect.Free(row.Slots));
                _work = SlotWork.None.Instance;
                break;
            case SlotWork.Again(var task, _, var end, var slots):
                Report(task, ProcessOutcome.OfLost(task, end, now.Microseconds), effects);
                _work = new SlotWork.Sent(slots);
                break;
            case SlotWork.WarmUp or SlotWork.Paused:
                _work = SlotWork.None.Instance;
                break;
        }
    }

    private SlotStep.End End(List<SlotEffect> effects)
    {
        switch (_process)
        {
            case ProcessPhase.Starting:
                // It does not read yet, and lines that the task runs before it may not end.
                effects.Add(SlotEffect.Kill);
                _process = ProcessPhase.Closing.Instance;
                break;
            case ProcessPhase.Ready:
                Close(effects);
                break;
        }

        return SlotStep.End.Instance;
    }

    private void Close(List<SlotEffect> effects)
    {
        effects.Add(SlotEffect.Close);
        _process = ProcessPhase.Closing.Instance;
    }

    private void Refuse(SlotWork.First first, string reason, List<SlotEffect> effects)
    {
        effects.Add(SlotEffect.Refuse(first.Row, reason));
        effects.Add(SlotEffect.Free(first.Row.Slots));
        effects.Add(SlotEffect.Ended);
        effects.Add(SlotEffect.Idle);
        _work = SlotWork.None.Instance;
    }

    private static void Report(RunningTask task, in ResultRow result, List<SlotEffect> effects)
    {
        effects.Add(SlotEffect.Report(task, result));
        effects.Add(SlotEffect.Ended);
    }
}
