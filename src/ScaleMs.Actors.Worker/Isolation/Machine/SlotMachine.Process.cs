using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <content>What happens to the process and to tasks in it.</content>
internal sealed partial class SlotMachine
{
    private readonly FailedStarts _starts = new();
    private uint _replacements;

    /// <summary>The process of <see cref="SlotStep.Start"/> exists.</summary>
    public void Started(List<SlotEffect> effects)
    {
        if (_process is ProcessPhase.Starting { KilledFor: not null })
        {
            effects.Add(SlotEffect.Kill);
        }
    }

    /// <summary>The process can run tasks.</summary>
    /// <exception cref="ProtocolException">That was known.</exception>
    public void Ready(ImmutableArray<CodeIdentity> code, List<SlotEffect> effects)
    {
        switch (_process)
        {
            case ProcessPhase.Starting starting:
                _starts.Clear();
                _process = new ProcessPhase.Ready(new ReadyProcess(starting));
                if (starting.Environment.IsWorkers)
                {
                    effects.Add(SlotEffect.Loaded(code));
                }

                effects.Add(SlotEffect.CanStart);
                effects.Add(SlotEffect.Wake);
                break;
            case ProcessPhase.Ready:
                throw new ProtocolException("the process became ready twice");
        }
    }

    /// <summary>Instead of a new process there is one that was put aside.</summary>
    public void Resumed(ReadyProcess process, List<SlotEffect> effects)
    {
        if (_process is not ProcessPhase.Starting starting)
        {
            return;
        }

        process.KilledFor = starting.KilledFor;
        process.IsOutdated |= starting.IsOutdated;
        _process = new ProcessPhase.Ready(process);
        if (starting.KilledFor is not null)
        {
            effects.Add(SlotEffect.Kill);
        }

        effects.Add(SlotEffect.Wake);
    }

    /// <summary>The process has loaded a module.</summary>
    public void LoadedModule(LoadedModule module, List<SlotEffect> effects)
    {
        if (_process is ProcessPhase.Ready({ IsOutdated: false }))
        {
            effects.Add(SlotEffect.LoadedModule(module));
        }
    }

    /// <summary>The program of the process could not be started at all.</summary>
    public void CouldNotStart(string reason, SlotTime now, List<SlotEffect> effects)
    {
        var environment = (_process as ProcessPhase.Starting)?.Environment;
        _process = ProcessPhase.None.Instance;
        StartFailed(environment, reason, now.Microseconds, effects);
    }

    /// <summary>A task has begun.</summary>
    /// <exception cref="ProtocolException">It was not its turn.</exception>
    public void Begun(uint sequence, long startedMicroseconds, TimeSpan now, List<SlotEffect> effects)
    {
        switch (_process)
        {
            case ProcessPhase.Ready({ Current: null } process):
                var task = RunningTask.Elsewhere(process.Prefetched.Begin(sequence), startedMicroseconds, new TaskOutput(outputLimit));
                process.Current = new CurrentTask(task, sequence, now, IsSecondRun: false, MustCancel: false);
                effects.Add(SlotEffect.Begin(task));
                effects.Add(SlotEffect.Begun(task, sequence));
                break;
            case ProcessPhase.Ready({ Current: { IsSecondRun: true } current } process) when current.Sequence == sequence:
                // It goes on as the same task. A request to end that came before it began in this process had no effect there.
                process.Current = current with { Begun = now, MustCancel = current.Task.Reason is not null };
                effects.Add(SlotEffect.Wake);
                break;
            default:
                throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"task {sequence} began out of turn"));
        }
    }

    /// <summary>The running task has ended.</summary>
    /// <param name="sequence">Its name on the wire.</param>
    /// <param name="state">Its state as the process has it.</param>
    /// <param name="finishedMicroseconds">When.</param>
    /// <param name="code">What it ran.</param>
    /// <param name="payload">Its outcome as the process has it.</param>
    /// <param name="effects">What is to be done.</param>
    /// <exception cref="ProtocolException">It did not run.</exception>
    public void Ended(uint sequence, TaskState state, long finishedMicroseconds, CodeIdentity? code, ReadOnlyMemory<byte> payload, List<SlotEffect> effects)
    {
        if (_process is not ProcessPhase.Ready(var process)
            || (process.Current is { } running && running.Sequence == sequence ? running : EndedWaiting(process, sequence)) is not { Task: var task })
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"task {sequence} ended that did not run"));
        }

        process.Current = null;
        process.RanFunction = process.RanFunction || task.Row.Kind == PayloadKind.WorkItem || !TaskExecutors.IsProgram(task.Row);
        _pace.Took(finishedMicroseconds - task.StartedMicroseconds);
        Report(task, ProcessOutcome.OfEnded(task, state, finishedMicroseconds, code, payload), effects);
    }

    /// <summary>The running task with this name on the wire; null = it does not run.</summary>
    public RunningTask? Find(uint sequence) =>
        _process is not ProcessPhase.Ready(var process) ? null
        : process.Current is { } current && current.Sequence == sequence ? current.Task
        : process.Waiting.Where(task => task.Sequence == sequence).Select(static task => task.Task).FirstOrDefault();

    /// <summary>The process has answered to a question for tasks: these will not begin.</summary>
    /// <exception cref="ProtocolException">One of them was not there, or nothing was asked.</exception>
    public void Revoked(ImmutableArray<uint> sequences, List<SlotEffect> effects)
    {
        switch (_process)
        {
            case ProcessPhase.Ready({ UnansweredRevokes: > 0 } process):
                var rows = process.Prefetched.Return(sequences);
                process.UnansweredRevokes--;
                effects.Add(SlotEffect.PutBack(rows));
                effects.Add(SlotEffect.Wake);
                break;
            case ProcessPhase.Closing when sequences.IsEmpty:
                // All that was asked for had begun, and has ended by now.
                break;
            default:
                throw new ProtocolException("tasks came back that were not asked for");
        }
    }

    /// <summary>A rank that was sent, as the slot has it, is not in the process yet and will not come to it.</summary>
    public void TookBack(uint sequence, List<SlotEffect> effects)
    {
        if (_process is ProcessPhase.Ready(var process) && process.Prefetched.Contains(sequence))
        {
            effects.Add(SlotEffect.PutBack(process.Prefetched.Return([sequence])));
            effects.Add(SlotEffect.Wake);
        }
    }

    /// <summary>The process is of no use for further tasks.</summary>
    public void Outdated(List<SlotEffect> effects)
    {
        if (_process is ProcessPhase.Ready(var process))
        {
            process.IsOutdated = true;
            effects.Add(SlotEffect.Wake);
        }
    }

    /// <summary>The process runs no further task and ends.</summary>
    public void Leaving(string reason, List<SlotEffect> effects)
    {
        if (_process is ProcessPhase.Ready(var process))
        {
            process.IsLeaving = true;
            if (process.Environment.Worlds is not null && process.Prefetched.Count > 0)
            {
                // A rank waits for the end of its world, so what came too late would wait for ever, and other ranks for it.
                effects.Add(SlotEffect.PutBack(process.Prefetched.Clear()));
                effects.Add(SlotEffect.Wake);
            }
        }

        // Tasks may cause this every time: then it is logged less and less often.
        if (reason.Length > 0 && BitOperations.IsPow2(++_replacements))
        {
            effects.Add(SlotEffect.Log($"its process is replaced by a new one: {reason}"));
        }
    }

    /// <summary>All that the process has sent by now was told.</summary>
    public void CaughtUp(List<SlotEffect> effects)
    {
        if (_process is not ProcessPhase.Ready(var process))
        {
            return;
        }

        if (process.IsEmpty)
        {
            effects.Add(SlotEffect.Idle);
            effects.Add(SlotEffect.Wake);
        }
        else if (process.Prefetched.Count <= Window / 2)
        {
            effects.Add(SlotEffect.Wake);
        }
    }

    /// <summary>The process has ended.</summary>
    public void Died(SlotProcessEnd end, SlotTime now, List<SlotEffect> effects)
    {
        var phase = _process;
        _process = ProcessPhase.None.Instance;
        switch (phase)
        {
            case ProcessPhase.Starting starting:
                StartFailed(starting.Environment, end.Description, now.Microseconds, effects);
                break;
            case ProcessPhase.Ready(var process):
                Lost(process, end, now.Microseconds, effects);
                break;
        }

        effects.Add(SlotEffect.Idle);
        effects.Add(SlotEffect.Wake);
    }

    private void StartFailed(SlotEnvironment? environment, string reason, long nowMicroseconds, List<SlotEffect> effects)
    {
        if (environment is { IsWorkers: true } && _starts.Add())
        {
            effects.Add(SlotEffect.CannotStart(reason));
        }

        switch (_work)
        {
            case SlotWork.WarmUp:
                _work = new SlotWork.Paused(_work);
                break;
            case SlotWork.First first when !_isStopping && (!first.Environment.IsWorkers || first.Row.Ranks.AreSeveral):
                Refuse(first, $"its process, {first.Environment}, does not start: {reason}", effects);
                break;
            case SlotWork.First(var row, _, _):
                effects.Add(SlotEffect.PutBack([row]));
                effects.Add(SlotEffect.Free(row.Slots));
                _work = new SlotWork.Paused(SlotWork.None.Instance);
                break;
            case SlotWork.Again(var task, _, var end, var slots):
                Report(task, ProcessOutcome.OfLost(task, end, nowMicroseconds), effects);
                _work = new SlotWork.Sent(slots);
                break;
        }
    }

    private void Lost(ReadyProcess process, SlotProcessEnd end, long nowMicroseconds, List<SlotEffect> effects)
    {
        if (process.Prefetched.Count > 0)
        {
            effects.Add(SlotEffect.PutBack(process.Prefetched.Clear()));
        }

        LoseWaiting(process, end, nowMicroseconds, effects);
        switch (process.Current)
        {
            case { } current when current.Task.Reason is null && end.OutOfMemory is null && (end.IsInnocent || (process.KilledFor is { } other && other != current.Task)):
                // Another task was to be killed or has ended the process; this one was begun and is to run again.
                effects.Add(SlotEffect.PutBackBegun(current.Task));
                break;
            case { } current when end.OutOfMemory is null && _work is SlotWork.Sent(var slots) && RunsAgain(process, current):
                _work = new SlotWork.Again(current.Task, process.Environment, end, slots);
                break;
            case { Task: var task }:
                Report(task, ProcessOutcome.OfLost(task, end, nowMicroseconds), effects);
                break;
            case null when process is { IsLeaving: false, IsOutdated: false, Environment.IsForOneTask: false, Waiting.Count: 0 } && !end.IsInnocent && !_isStopping:
                effects.Add(SlotEffect.Log($"its process ended while no task ran in it: {end.Description}"));
                break;
        }
    }

    private bool RunsAgain(ReadyProcess process, in CurrentTask current) =>
        !current.IsSecondRun && process.Waiting.Count == 0 && !current.Task.Row.Ranks.AreSeveral && current.Task.Reason is null && !_isStopping && (process.RanFunction || TaskExecutors.IsProgram(current.Task.Row));
}
