using System.Numerics;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>
/// A task whose process died under it need not be the one to blame: functions ran in that process before, and a program does nothing in
/// it at all. It runs once more, in a new process, and meanwhile counts as running. When that dies too, it was the task.
/// </content>
internal sealed partial class ProcessSlot
{
    private (RunningTask Task, SlotProcessEnd End)? _again;
    private bool _isSecondRun;

    /// <summary>Whether a function has run in the process that there is now.</summary>
    private bool _ranFunction;
    private bool _leaving;
    private uint _replacements;

    void ISlotProcessOwner.Leaving(in LeavingFrame frame)
    {
        _leaving = true;

        // Tasks may do this every time: then it is said less and less often.
        if (frame.Reason.Length > 0 && BitOperations.IsPow2(++_replacements))
        {
            Owner.Logged(this, $"its process is replaced by a new one: {frame.Reason}");
        }
    }

    private void Ran(in TaskRow row) => _ranFunction = _ranFunction || row.Kind == PayloadKind.WorkItem || !TaskExecutors.IsProgram(row);

    /// <summary>The process has died under this task; true = it runs once more. Needs the gate.</summary>
    private bool IsToRunAgain(RunningTask task, SlotProcessEnd end)
    {
        if (_again is not null)
        {
            // The new process has died before the task was sent: the slot's thread, which has started it, reports that.
            return true;
        }

        if (!end.Started || task.Reason is not null || _isSecondRun || _stop.IsCancellationRequested || !(_ranFunction || TaskExecutors.IsProgram(task.Row)))
        {
            return false;
        }

        _again = (task, end);
        return true;
    }

    /// <summary>Sends the task to a new process; reports how it ended when there is none, or when it was told to end meanwhile.</summary>
    private void RunAgain(RunningTask task, SlotProcessEnd end)
    {
        var isSent = false;
        var isStarted = IsStartedAgain();
        lock (_gate)
        {
            _again = null;
            if (isStarted && _process is not null && task.Reason is null)
            {
                var sequence = _prefetched.Add(task.Row);
                _ = _prefetched.Begin(sequence);
                (_isSecondRun, _runningSequence, _begun, _raw, _cancel) = (true, sequence, _time.GetTimestamp(), null, null);
                _frames.Add(new TaskFrame(sequence, task.Row.Kind, task.Row.Uid.ToString(), task.Row.Payload));
                task.Output.Clear();
                isSent = true;
            }
        }

        Flush();
        if (!isSent)
        {
            Report(task, task.Reason?.State ?? TaskState.Failed, NowMicroseconds(), Outcome(task, end).ToUtf8Json());
        }
    }

    private bool IsStartedAgain()
    {
        try
        {
            return TryStart(warmsUp: false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A task that began in its second process goes on as the same one. Needs the gate.</summary>
    private bool TryBeginAgain(uint sequence)
    {
        if (!_isSecondRun || sequence != _runningSequence)
        {
            return false;
        }

        // What it was told before it began has not been heard.
        _begun = _time.GetTimestamp();
        _cancel = Running?.Reason is null ? null : sequence;
        return true;
    }
}
