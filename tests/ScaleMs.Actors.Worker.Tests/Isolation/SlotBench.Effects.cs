using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <content>Carries out effects as a slot does, and checks each.</content>
internal sealed partial class SlotBench
{
    private RunningTask? _abandoned;

    /// <summary>Why tasks ended whose process could not be started.</summary>
    public List<string> Refused { get; } = [];

    public BenchTask Of(RunningTask task) => Tasks[task.Row.Key.Index];

    /// <summary>Runs the process and the thread until nothing more happens.</summary>
    public void Finish()
    {
        for (var idle = 0; idle < 5;)
        {
            var before = (_step, Process, Process?.Running, Process?.Waiting.Count, Board.Count, Running);
            Now += TimeSpan.FromMilliseconds(1);
            MoveProcess();
            RunThread();
            idle = before == (_step, Process, Process?.Running, Process?.Waiting.Count, Board.Count, Running) ? idle + 1 : 0;
        }
    }

    /// <summary>Only tasks that wait at the board still hold anything.</summary>
    public void CheckNothingIsLeft()
    {
        Assert.Null(Running);
        Assert.Equal(0, _takenSlots);
        Assert.Equal(Tasks.Where(static task => !task.HasEnded).Sum(static task => task.Row.Slots), Board.HeldSlots);
        foreach (var task in Tasks.Where(static task => !task.HasEnded))
        {
            Assert.True(Board.Remove(task.Id), $"{task.Row.Uid} neither ended nor waits");
        }
    }

    private void MoveProcess()
    {
        switch (Process)
        {
            case null:
                break;
            case { IsKilled: true } or { IsClosed: true }:
                Die();
                break;
            case { IsReady: false }:
                Ready();
                break;
            case { Revocations.Count: > 0 }:
                Answer();
                break;
            case { Running: not null }:
                End();
                break;
            case { Waiting.Count: > 0 }:
                Begin();
                break;
        }
    }

    private void Raise(Action<List<SlotEffect>> raise)
    {
        raise(_effects);
        SlotEffect[] effects = [.. _effects];
        _effects.Clear();
        foreach (var effect in effects.Where(static effect => effect.NeedsLock).Concat(effects.Where(static effect => !effect.NeedsLock)))
        {
            Do(effect);
        }

        Assert.Equal(Tasks.Where(static task => !task.HasEnded).Sum(static task => task.Row.Slots), Board.HeldSlots);
    }

    private void Do(SlotEffect effect)
    {
        switch (effect.Kind)
        {
            case SlotEffectKind.Begin:
                Assert.Null(Running);
                Running = effect.Task;
                Of(effect.Task!).Begins++;
                Assert.Equal(1 + Of(effect.Task!).PutBackBegun, Of(effect.Task!).Begins);
                break;
            case SlotEffectKind.Begun:
                if (Board.Begin(effect.Task!.Row))
                {
                    Cancel(effect.Task);
                }

                break;
            case SlotEffectKind.Report:
                var ended = Of(effect.Task!);
                Assert.Same(Running, effect.Task);
                Assert.False(ended.HasEnded);
                ended.Results++;
                ended.Result = effect.Result;
                Board.End(effect.Task!.Row);
                Running = null;
                break;
            case SlotEffectKind.BeginAgain:
                var again = Of(effect.Task!);
                Assert.Same(Running, effect.Task);
                again.SecondRuns++;
                Assert.True(again.SecondRuns <= again.Begins && again.SecondRuns <= again.Runs, "a second run without a first one");
                break;
            case SlotEffectKind.PutBack:
                foreach (var id in Board.PutBack(effect.Rows))
                {
                    Tasks[id.Key.Index].EndsWithout++;
                }

                break;
            case SlotEffectKind.PutBackBegun:
                Assert.Same(Running, effect.Task);
                Of(effect.Task!).PutBackBegun++;
                Board.PutBackBegun(effect.Task!.Row);
                Running = null;
                break;
            case SlotEffectKind.EndWithout:
                Tasks[effect.Id.Key.Index].EndsWithout++;
                break;
            case SlotEffectKind.Refuse:
                _ = Board.Begin(effect.Rows[0]);
                Board.End(effect.Rows[0]);
                Tasks[effect.Rows[0].Key.Index].EndsWithout++;
                Refused.Add(effect.Text!);
                break;
            case SlotEffectKind.PutAside:
                Assert.True(Process is { IsReady: true, Running: null, Waiting.Count: 0, Revocations.Count: 0 }, "a process with tasks was put aside");
                Process.State = effect.Process;
                Aside.Add(Process);
                Process = null;
                break;
            case SlotEffectKind.Free:
                _takenSlots -= effect.Slots;
                Assert.Equal(0, _takenSlots);
                Board.Free(effect.Slots);
                break;
            case SlotEffectKind.Wake:
                _isWoken = true;
                break;
            case SlotEffectKind.CannotStart:
                CannotStart.Add(effect.Text!);
                break;
            case SlotEffectKind.Log:
                Logged.Add(effect.Text!);
                break;
            default:
                DoToProcess(effect);
                break;
        }
    }

    private void DoToProcess(SlotEffect effect)
    {
        switch (effect.Kind)
        {
            case SlotEffectKind.SendTasks:
                CheckCanRead();
                Assert.All(effect.Rows, row => Assert.Same(Process!.Environment, EnvironmentOf(row)));
                foreach (var (offset, row) in effect.Rows.Index())
                {
                    Process!.Waiting.Add((effect.Sequence + (uint)offset, row.Key.Index));
                }

                CheckWindow(Process!);
                break;
            case SlotEffectKind.SendRevoke:
                CheckCanRead();
                Process!.Revocations.Enqueue(effect.Sequences);
                break;
            case SlotEffectKind.SendCancel:
                CheckCanRead();
                Assert.Same(Running, Machine.Find(effect.Sequence));
                Process!.Cancelled.Add(effect.Sequence);
                break;
            case SlotEffectKind.Close when Process is not null:
                Assert.True(IsStopped || Process is { Running: null, Waiting.Count: 0 }, "a process with tasks was closed");
                Process.IsClosed = true;
                break;
            case SlotEffectKind.Kill when IsStopped && Process is { IsReady: false }:
                Process.IsClosed = true;
                break;
            case SlotEffectKind.Kill when Process is not null:
                Assert.Same(Running, _abandoned);
                (Process.IsKilled, Process.KilledFor) = (true, _abandoned);
                break;
        }
    }

    private void CheckWindow(FakeProcess process)
    {
        // Without a running task, the first one that was sent is the next to run; one that runs again is the running one all the time.
        var ahead = process.Waiting.Count(task => task.Index != Running?.Row.Key.Index);
        Assert.InRange(ahead, 0, Running is null ? Machine.Window + 1 : Machine.Window);
    }

    private void CheckCanRead() => Assert.True(Process is { IsReady: true }, "a frame for a process that cannot read it");
}
