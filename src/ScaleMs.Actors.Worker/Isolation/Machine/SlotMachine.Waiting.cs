using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Worker.Isolation.Machine;

/// <content>Tasks that wait for tasks they have submitted. They hold no slots, and their process may run such tasks meanwhile.</content>
internal sealed partial class SlotMachine
{
    /// <summary>Whether a task waits in the process.</summary>
    public bool HasWaiting => _process is ProcessPhase.Ready({ Waiting.Count: > 0 });

    /// <summary>True = the task that waits has what it waited for.</summary>
    public bool WantsToGoOn => _process is ProcessPhase.Ready({ WantsToGoOn: true });

    /// <summary>The environment of the tasks that can run in the process meanwhile; null = none waits.</summary>
    public SlotEnvironment? EnvironmentOfWaiting => _process is ProcessPhase.Ready({ Waiting.Count: > 0 } process) ? process.Environment : null;

    /// <summary>The running task waits.</summary>
    /// <exception cref="ProtocolException">It does not run.</exception>
    public void Waiting(uint sequence, List<SlotEffect> effects)
    {
        if (_process is not ProcessPhase.Ready({ Current: { } current } process) || current.Sequence != sequence)
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"task {sequence} waits that does not run"));
        }

        process.Waiting.Push(current);
        process.Current = null;
        effects.Add(SlotEffect.Wait(current.Task));
        effects.Add(SlotEffect.Idle);
        effects.Add(SlotEffect.Wake);
    }

    /// <summary>The task on top has what it waited for.</summary>
    /// <exception cref="ProtocolException">It does not wait.</exception>
    public void Resuming(uint sequence, List<SlotEffect> effects)
    {
        if (_process is not ProcessPhase.Ready(var process) || process.Waiting.All(task => task.Sequence != sequence))
        {
            throw new ProtocolException(string.Create(CultureInfo.InvariantCulture, $"task {sequence} wants to go on and does not wait"));
        }

        process.WantToGoOn.Add(sequence);
        effects.Add(SlotEffect.Wake);
    }

    /// <summary>The slots were taken with which the task on top goes on.</summary>
    /// <returns>False when it has ended, or its process has.</returns>
    public bool GoesOn(TimeSpan now, List<SlotEffect> effects)
    {
        if (_process is not ProcessPhase.Ready({ WantsToGoOn: true } process) || !process.Waiting.TryPop(out var top))
        {
            return false;
        }

        process.WantToGoOn.Remove(top.Sequence);
        process.Current = top with { Begun = now };
        _work = new SlotWork.Sent(top.Task.Row.Slots);
        effects.Add(SlotEffect.GoOn(top.Task));
        effects.Add(SlotEffect.SendResume(top.Sequence));
        return true;
    }

    /// <summary>A task that waits has ended, because it was told to.</summary>
    private static CurrentTask? EndedWaiting(ReadyProcess process, uint sequence)
    {
        if (process.Current is not null || !process.Waiting.TryPeek(out var top) || top.Sequence != sequence)
        {
            return null;
        }

        process.WantToGoOn.Remove(sequence);
        return process.Waiting.Pop();
    }

    /// <summary>The process has ended with the tasks that waited in it. They start over, but for those that were told to end: what ended it was not theirs.</summary>
    private static void LoseWaiting(ReadyProcess process, SlotProcessEnd end, long nowMicroseconds, List<SlotEffect> effects)
    {
        foreach (var (task, _, _, _, _) in process.Waiting)
        {
            if (task.Reason is null && process.KilledFor != task)
            {
                effects.Add(SlotEffect.PutBackBegun(task));
            }
            else
            {
                Report(task, ProcessOutcome.OfLost(task, end, nowMicroseconds), effects);
            }
        }
    }
}
