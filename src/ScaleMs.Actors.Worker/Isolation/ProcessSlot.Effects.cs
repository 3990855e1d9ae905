using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>Carries out the machine's effects.</content>
internal sealed partial class ProcessSlot
{
    /// <summary>Frames on their way to the process, which the slot's thread alone writes.</summary>
    private readonly FrameBuffer _frames = new();

    /// <summary>The task of a rank that has ended here, which has to end before its slots are free.</summary>
    private RankedTask? _heldFor;
    private RankedTask? _endsLater;

    /// <summary>Tasks that wait for tasks they have submitted. Replaced under the lock, and read without it.</summary>
    private volatile ImmutableList<RunningTask> _waiting = [];

    /// <summary>How the slot's thread waits at the board while a task waits in its process.</summary>
    private readonly BoardWaiter _boardWaiter = new();

    /// <summary>The effects after which the machine may have its next event.</summary>
    /// <returns>The process that the other ones are about: by the time when they are carried out there may be a new one.</returns>
    private SlotProcess? Apply_NeedsLock(List<SlotEffect> effects)
    {
        foreach (ref readonly var effect in CollectionsMarshal.AsSpan(effects))
        {
            switch (effect.Kind)
            {
                case SlotEffectKind.Begin:
                    Running = effect.Task;
                    break;
                case SlotEffectKind.Report:
                    if (effect.Task!.Row.Ranks.AreSeveral && _process?.Rank is not null)
                    {
                        _heldFor = Owner.Ranks.Find(effect.Task.Id);
                    }

                    // First the result, so that at no moment the task is neither running nor ended.
                    Owner.Add(effect.Task.Row, effect.Result);
                    Leave_NeedsLock(effect.Task);
                    break;
                case SlotEffectKind.Wait:
                    _waiting = _waiting.Add(effect.Task!);
                    Owner.Board.End(effect.Task!.Row);
                    Running = null;
                    break;
                case SlotEffectKind.GoOn:
                    Running = effect.Task;
                    _waiting = _waiting.Remove(effect.Task!);
                    break;
                case SlotEffectKind.BeginAgain:
                    effect.Task!.BeginAgain_NeedsLock();
                    break;
                case SlotEffectKind.PutBack when effect.Rows is [{ Ranks.AreSeveral: true } rank]:
                    if (_environments.Of(rank).Worlds is null)
                    {
                        Owner.Board.PutBackRank(rank);
                    }
                    else
                    {
                        Repeat(rank, hasBegun: false);
                    }

                    break;
                case SlotEffectKind.PutBack:
                    foreach (var id in Owner.Board.PutBack(effect.Rows))
                    {
                        Owner.EndWithout(id, EndReason.CanceledBeforeItBegan, NowMicroseconds());
                    }

                    break;
                case SlotEffectKind.PutBackBegun when effect.Task!.Row is { Ranks.AreSeveral: true } rank:
                    Running = null;
                    Repeat(rank, hasBegun: true);
                    break;
                case SlotEffectKind.PutBackBegun when _waiting.Contains(effect.Task!):
                    // A task that ran in its process meanwhile may have ended it, and would do so again.
                    Owner.Nesting.Forbid(effect.Task.Id);
                    Owner.Board.PutBackWaiting(effect.Task.Row);
                    _waiting = _waiting.Remove(effect.Task);
                    break;
                case SlotEffectKind.PutBackBegun:
                    Owner.Board.PutBackBegun(effect.Task!.Row);
                    Running = null;
                    break;
                case SlotEffectKind.EndWithout:
                    Owner.EndWithout(effect.Id, EndReason.CanceledBeforeItBegan, NowMicroseconds());
                    break;
                case SlotEffectKind.Refuse:
                    var refused = effect.Rows[0];
                    var wasWithdrawn = Owner.Board.Begin(refused);
                    Owner.EndWithout(
                        refused,
                        wasWithdrawn ? EndReason.CanceledBeforeItBegan : MustEnd(refused) ?? EndReason.CannotStart(effect.Text!),
                        NowMicroseconds());
                    Owner.Board.End(refused);
                    break;
                case SlotEffectKind.PutAside:
                    _aside.Add(_process!, effect.Process!)?.Close();
                    _process = null;
                    break;
                case SlotEffectKind.Free when _heldFor is { } held:
                    // Its interpreter begins no other task before all ranks of the last one have ended.
                    var slots = effect.Slots;
                    (_heldFor, _endsLater) = (null, held);
                    held.WhenOver(() => Owner.Board.Free(slots));
                    break;
                case SlotEffectKind.Free:
                    Owner.Board.Free(effect.Slots);
                    break;
            }
        }

        return _process;
    }

    /// <summary>The task has ended.</summary>
    private void Leave_NeedsLock(RunningTask task)
    {
        Owner.Nesting.Forget(task.Id);
        if (_waiting.Contains(task))
        {
            _waiting = _waiting.Remove(task);
            _boardWaiter.Wake(Owner.Board);
        }
        else
        {
            Owner.Board.End(task.Row);
            Running = null;
        }
    }

    /// <summary>A rank has come back whose world has ended, or was to be another: its task runs again as a whole.</summary>
    private void Repeat(in TaskRow rank, bool hasBegun)
    {
        Owner.Board.End(rank);
        Owner.Ranks.Of(rank).Repeat(rank.Ranks.First, hasBegun);
    }

    /// <summary>The other effects. Without the lock: a process that does not read must not delay the threads that could kill it.</summary>
    private void Perform(List<SlotEffect> effects, SlotProcess? process)
    {
        foreach (ref readonly var effect in CollectionsMarshal.AsSpan(effects))
        {
            if (!effect.NeedsLock)
            {
                Perform(effect, process);
            }
        }

        effects.Clear();
    }

    /// <summary>Writes the frames, waiting for the process to take them; frames for a process that is gone are dropped.</summary>
    private void Flush(SlotProcess? process)
    {
        if (!_frames.IsEmpty)
        {
            process?.Send(_frames);
            _frames.Clear();
        }
    }

    private void Perform(in SlotEffect effect, SlotProcess? process)
    {
        switch (effect.Kind)
        {
            case SlotEffectKind.SendTasks:
                var sequence = effect.Sequence;
                foreach (var row in effect.Rows)
                {
                    if (RankedTask.ForExecutor(row).Ranks.AreSeveral)
                    {
                        SendRank(row, sequence++, process);
                    }
                    else
                    {
                        _frames.Add(new TaskFrame(sequence++, row.Kind, row.Uid.ToString(), row.Payload) { Cuts = Cuts(row, process) });
                    }
                }

                break;
            case SlotEffectKind.SendRevoke:
                _frames.Add(new RevokeFrame(effect.Sequences));
                break;
            case SlotEffectKind.SendCancel:
                _frames.Add(new CancelFrame(effect.Sequence));
                break;
            case SlotEffectKind.SendResume:
                _frames.Add(new ResumeFrame(effect.Sequence));
                break;
            case SlotEffectKind.SendCancelToWaiting:
                SendNow(process, new CancelFrame(effect.Sequence));
                break;
            case SlotEffectKind.Close:
                process?.Close();
                break;
            case SlotEffectKind.Kill:
                process?.Kill();
                break;
            case SlotEffectKind.Begun:
                // Running was set before, so that at no moment the task neither waits nor runs.
                var isToEnd = Owner.Board.Begin(effect.Task!.Row);
                if (effect.Task.Row.Ranks is { AreSeveral: true } ranks && process is { Rank: null })
                {
                    // Not earlier: what was sent to a process that ends before the rank begins would be lost.
                    Owner.Ranks.Find(effect.Task.Id)?.Routes.Open(ranks.First, new ProcessPort(process, effect.Sequence));
                }

                Owner.Started(this, effect.Task);
                if ((isToEnd ? EndReason.Canceled : MustEnd(effect.Task.Row)) is { } reason)
                {
                    Owner.StartedDespite(this, effect.Task, reason);
                }

                break;
            case SlotEffectKind.Ended:
                Owner.Ended();
                break;
            case SlotEffectKind.Idle:
                Owner.Idle();
                break;
            case SlotEffectKind.Wake:
                _wake.Set();
                _boardWaiter.Wake(Owner.Board);
                break;
            case SlotEffectKind.Loaded:
                Owner.Loaded(this, effect.Code);
                break;
            case SlotEffectKind.LoadedModule:
                Owner.LoadedModule(effect.Module!);
                break;
            case SlotEffectKind.CanStart:
                Owner.CanStart();
                break;
            case SlotEffectKind.CannotStart:
                Owner.CannotStart(this, effect.Text!);
                break;
            case SlotEffectKind.Log:
                Owner.Logged(this, effect.Text!);
                break;
        }
    }

    /// <summary>Sends a frame on a thread that is not the slot's.</summary>
    private static void SendNow<TFrame>(SlotProcess? process, in TFrame frame)
        where TFrame : struct, IFrame<TFrame>
    {
        var frames = new FrameBuffer();
        frames.Add(frame);
        process?.Send(frames);
    }

    private EndReason? MustEnd(in TaskRow row) => row.Ranks.AreSeveral ? Owner.Ranks.Find(new AckRow(row.Key, row.Attempt))?.MustEnd : null;

    private static ImmutableArray<RawTexts.Cut> Cuts(in TaskRow row, SlotProcess? process) => process?.TakesRaw == true ? RawTexts.Find(row.Payload.Span) : [];

    /// <summary>Sends a rank, and from then on what the other ranks send to it.</summary>
    private void SendRank(in TaskRow rank, uint sequence, SlotProcess? process)
    {
        if (process is null)
        {
            return;
        }

        var frame = new RankFrame(sequence, rank.Kind, rank.Ranks.First, rank.Ranks.Size, [], rank.Uid.ToString(), rank.Payload) { Cuts = Cuts(rank, process) };
        var task = Owner.Ranks.Of(rank);
        if (process.Rank is not { } link)
        {
            _frames.Add(frame);
        }
        else if (task.HasOwnWorld)
        {
            // In a world of its own, each rank has its number.
            _frames.Add(frame with { World = [.. Enumerable.Range(0, rank.Ranks.Size)] });
        }
        else
        {
            task.Meeting.Join(rank.Ranks.First, new RankSeat(
                link.World,
                link.Rank,
                world => SendNow(process, frame with { World = world }),
                () => Handle(effects => _machine.TookBack(sequence, effects))));
        }
    }
}
