using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>What comes from the processes.</content>
internal sealed partial class ProcessSlot
{
    /// <summary>
    /// What comes from one process, on the thread of its reader. A process that was put aside has nothing to say, except that it has ended.
    /// </summary>
    private sealed class Events(ProcessSlot slot) : ISlotProcessOwner
    {
        private readonly List<SlotEffect> _effects = [];
        private SubTaskReplies? _subTasks;

        private bool IsCurrent_NeedsLock => slot._process?.Events == this;

        public void Ready(ImmutableArray<CodeIdentity> code) => Handle(effects => slot._machine.Ready(code, effects));

        public void Begun(in BegunFrame frame)
        {
            var now = slot.Now().Elapsed;
            SlotProcess? process = null;
            lock (slot._gate)
            {
                if (IsCurrent_NeedsLock)
                {
                    slot._machine.Begun(frame.Sequence, frame.Microseconds, now, _effects);
                    process = slot.Apply_NeedsLock(_effects);
                }
            }

            slot.Perform(_effects, process);
        }

        public void Ended(in EndedFrame frame, CodeIdentity? code)
        {
            SlotProcess? process = null;
            lock (slot._gate)
            {
                if (IsCurrent_NeedsLock)
                {
                    slot._machine.Ended(frame.Sequence, frame.State, frame.Microseconds, code, frame.Payload, _effects);
                    process = slot.Apply_NeedsLock(_effects);
                }
            }

            slot.Perform(_effects, process);
        }

        public void Printed(uint sequence, OutputStream stream, ReadOnlySpan<char> text)
        {
            RunningTask? task;
            lock (slot._gate)
            {
                task = IsCurrent_NeedsLock ? slot._machine.Find(sequence) : null;
            }

            task?.Output.Append(stream, text);
            if (task?.Row.Ranks.AreSeveral == true)
            {
                slot.Owner.Ranks.Find(task.Id)?.Output.Append(stream, text);
            }
        }

        public void PrintedRaw(ReadOnlySpan<char> text)
        {
            lock (slot._gate)
            {
                if (IsCurrent_NeedsLock && slot.Running is { } task)
                {
                    task.PrintRaw_NeedsLock(text);
                    if (task.Row.Ranks.AreSeveral)
                    {
                        slot.Owner.Ranks.Find(task.Id)?.Output.Append(OutputStream.Error, text);
                    }

                    return;
                }
            }

            if (!text.IsWhiteSpace())
            {
                slot.Owner.Logged(slot, $"its process says: {text.Trim()}");
            }
        }

        public void Packet(PacketFrame packet)
        {
            RunningTask? task;
            lock (slot._gate)
            {
                task = IsCurrent_NeedsLock ? slot._machine.Find(packet.Sequence) : null;
            }

            if (task?.Row.Ranks is { AreSeveral: true } ranks)
            {
                slot.Owner.Ranks.Find(task.Id)?.Routes.Pass(ranks.First, packet.Rank, packet.Content);
            }
        }

        public void Submit(in SubmitFrame frame)
        {
            RunningTask? task;
            SlotProcess? process;
            lock (slot._gate)
            {
                task = IsCurrent_NeedsLock ? slot._machine.Find(frame.Sequence) : null;
                process = slot._process;
            }

            if (task is not null)
            {
                _subTasks ??= new SubTaskReplies(process!);
                if (task.Row.Ranks.AreSeveral)
                {
                    _subTasks.Ended(
                        frame.Request, TaskState.Failed, TaskOutcome.Error(ErrorType.Refused, "a task with several ranks cannot submit tasks").ToUtf8Json());
                    return;
                }

                slot.Owner.SubTasks.Submit(task.Row, frame.Form, frame.Payload.ToArray(), _subTasks, frame.Request);
            }
        }

        public void Waiting(uint sequence)
        {
            Handle(effects => slot._machine.Waiting(sequence, effects));
            slot.Owner.Waits();
        }

        public void Resuming(uint sequence) => Handle(effects => slot._machine.Resuming(sequence, effects));

        public void Revoked(ImmutableArray<uint> sequences) => Handle(effects => slot._machine.Revoked(sequences, effects));

        public void Leaving(in LeavingFrame frame)
        {
            var reason = frame.Reason;
            Handle(effects => slot._machine.Leaving(reason, effects));
        }

        public void LoadedModule(LoadedModule module) => Handle(effects => slot._machine.LoadedModule(module, effects));

        public void Outdated() => Handle(slot._machine.Outdated, () => slot._aside.Outdate(this));

        public void CaughtUp()
        {
            SlotProcess? process = null;
            lock (slot._gate)
            {
                if (IsCurrent_NeedsLock)
                {
                    slot._machine.CaughtUp(_effects);
                    process = slot.Apply_NeedsLock(_effects);
                }
            }

            slot.Perform(_effects, process);
        }

        public void Died(SlotProcessEnd end)
        {
            var now = slot.Now();
            if (_subTasks is not null)
            {
                slot.Owner.SubTasks.Forget(_subTasks);
            }

            Handle(
                effects =>
                {
                    slot._process = null;
                    slot._machine.Died(end, now, effects);
                },
                () => slot._aside.Remove(this));
        }

        /// <summary>Gives the machine an event of this process, if it is the slot's current one.</summary>
        private void Handle(Action<List<SlotEffect>> raise, Action? otherwise = null) => slot.Handle(effects =>
        {
            if (IsCurrent_NeedsLock)
            {
                raise(effects);
            }
            else
            {
                otherwise?.Invoke();
            }
        });
    }
}
