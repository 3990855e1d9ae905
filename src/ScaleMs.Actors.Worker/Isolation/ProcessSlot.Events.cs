using System.Collections.Immutable;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>What happens to tasks in the process.</content>
internal sealed partial class ProcessSlot : ISlotProcessOwner
{
    // What native code and programs print past the executors.
    private const int RawLimit = 64 * 1024;

    /// <summary>Withdrawn tasks that the process is to give back.</summary>
    private readonly List<uint> _unwanted = [];

    private uint _runningSequence;
    private long _begun;
    private CappedText? _raw;
    private bool _revoking;
    private uint? _cancel;
    private RunningTask? _killedFor;

    public override bool End(RunningTask task, EndReason reason)
    {
        if (!base.End(task, reason))
        {
            return false;
        }

        lock (_gate)
        {
            if (Running == task)
            {
                _cancel = _runningSequence;
            }
        }

        _progress.Set();
        return true;
    }

    public override bool Abandon(RunningTask task)
    {
        lock (_gate)
        {
            if (Running != task || _process is null)
            {
                return false;
            }

            _killedFor = task;
        }

        Volatile.Read(ref _process)?.Kill();
        return true;
    }

    public override void Withdraw(AckRow id)
    {
        lock (_gate)
        {
            if (_prefetched.Find(id) is not { } sequence)
            {
                return;
            }

            _unwanted.Add(sequence);
        }

        _progress.Set();
    }

    void ISlotProcessOwner.Ready(ImmutableArray<CodeIdentity> code)
    {
        Owner.Loaded(this, code);
        Volatile.Write(ref _ready, true);
        _progress.Set();
    }

    void ISlotProcessOwner.Begun(in BegunFrame frame)
    {
        RunningTask task;
        lock (_gate)
        {
            if (TryBeginAgain(frame.Sequence))
            {
                _progress.Set();
                return;
            }

            task = RunningTask.Elsewhere(_prefetched.Begin(frame.Sequence), frame.Microseconds, new TaskOutput(_settings.Start.OutputLimit));
            (_runningSequence, _begun, _raw) = (frame.Sequence, _time.GetTimestamp(), null);
            Running = task;
        }

        var isToEnd = Owner.Board.Begin(task.Row);
        Owner.Started(this, task);
        if (isToEnd)
        {
            Owner.StartedDespiteCancellation(this, task);
        }
    }

    void ISlotProcessOwner.Ended(in EndedFrame frame, CodeIdentity? code)
    {
        if (Running is not { } task || frame.Sequence != _runningSequence)
        {
            throw new ProtocolException($"task {frame.Sequence} ended that did not run");
        }

        var payload = task.Reason is null && _raw is null ? frame.Payload.ToArray() : Outcome(task, TaskOutcome.ParseOrError(frame.Payload.Span)).ToUtf8Json();
        _pace.Took(frame.Microseconds - task.StartedMicroseconds);
        Ran(task.Row);
        Report(task, task.Reason?.State ?? (frame.State == TaskState.Canceled ? TaskState.Failed : frame.State), frame.Microseconds, payload, code);
    }

    void ISlotProcessOwner.Printed(uint sequence, OutputStream stream, ReadOnlySpan<char> text)
    {
        if (Running is { } task && sequence == _runningSequence)
        {
            task.Output.Append(stream, text);
        }
    }

    void ISlotProcessOwner.PrintedRaw(ReadOnlySpan<char> text)
    {
        if (Running is { } task)
        {
            task.Output.Append(OutputStream.Error, text);
            (_raw ??= new CappedText(RawLimit)).Append(text);
        }
        else if (!text.IsWhiteSpace())
        {
            Owner.Logged(this, $"its process says: {text.Trim()}");
        }
    }

    void ISlotProcessOwner.Revoked(ImmutableArray<uint> sequences)
    {
        lock (_gate)
        {
            _revoking = false;
            PutBack(_prefetched.Return(sequences));
        }

        _progress.Set();
    }

    void ISlotProcessOwner.CaughtUp()
    {
        bool idle;
        bool wake;
        lock (_gate)
        {
            idle = Running is null && _prefetched.Count == 0;
            wake = idle || _prefetched.Count <= _pace.Window / 2;
        }

        if (idle)
        {
            Owner.Idle();
        }

        if (wake)
        {
            _progress.Set();
        }
    }

    void ISlotProcessOwner.Died(SlotProcess process, SlotProcessEnd end)
    {
        if (!end.Started)
        {
            Volatile.Write(ref _startEnd, end);
        }

        RunningTask? task;
        bool runsAgain;
        bool leaves;
        lock (_gate)
        {
            task = Running;
            if (task is not null && _killedFor is not null && _killedFor != task)
            {
                // The one that was to be killed had ended in this very moment; this one was begun and is to run again.
                Running = null;
                Owner.Board.PutBackBegun(task.Row);
                (task, _isSecondRun) = (null, false);
            }

            runsAgain = task is not null && IsToRunAgain(task, end);
            leaves = _leaving;
            PutBack(_prefetched.Clear());
            (_process, _killedFor, _revoking, _cancel, _ranFunction, _leaving) = (null, null, false, null, false, false);
            _unwanted.Clear();
        }

        if (task is not null && !runsAgain)
        {
            Report(task, task.Reason?.State ?? TaskState.Failed, NowMicroseconds(), Outcome(task, end).ToUtf8Json());
        }
        else if (task is null && end.Started && !leaves && !_stop.IsCancellationRequested && !Volatile.Read(ref _outdated))
        {
            Owner.Logged(this, $"its process ended while no task ran in it: {end.Description}");
        }

        Owner.Idle();
        _progress.Set();
    }

    private void Report(RunningTask task, TaskState state, long finishedMicroseconds, byte[] payload, CodeIdentity? code = null)
    {
        // First the result, so that at no moment the task is neither running nor ended.
        Owner.Add(new ResultRow
        {
            Key = task.Row.Key,
            Attempt = task.Row.Attempt,
            State = state,
            StartedMicroseconds = task.StartedMicroseconds,
            FinishedMicroseconds = finishedMicroseconds,
            Code = code,
            Payload = payload,
        });
        Owner.Board.End(task.Row);
        lock (_gate)
        {
            Running = null;
            (_cancel, _isSecondRun) = (null, false);
        }

        Owner.Ended();
    }

    /// <summary>What the process said of a task that ended by itself, and what the worker knows besides.</summary>
    private TaskOutcome Outcome(RunningTask task, TaskOutcome outcome) => (task.Reason?.Outcome ?? outcome) with
    {
        Stdout = task.Reason is null ? outcome.Stdout : RunningTask.Excerpt(outcome.Stdout),
        Stderr = (task.Reason is null ? outcome.Stderr : RunningTask.Excerpt(outcome.Stderr)) + _raw,
    };

    /// <summary>What is known of a task that ended with its process.</summary>
    private static TaskOutcome Outcome(RunningTask task, SlotProcessEnd end) =>
        (task.Reason?.Killed().Outcome ?? TaskOutcome.Error(end.Type, end.Description) with { ExitCode = end.Announced ?? end.ExitCode }) with
        {
            Stdout = RunningTask.Excerpt(task.Output.Text(OutputStream.Out)),
            Stderr = RunningTask.Excerpt(task.Output.Text(OutputStream.Error)),
        };

    private void PutBack(List<TaskRow> rows)
    {
        foreach (var id in Owner.Board.PutBack(rows))
        {
            Owner.EndWithout(id, EndReason.CanceledBeforeItBegan, NowMicroseconds());
        }
    }
}
