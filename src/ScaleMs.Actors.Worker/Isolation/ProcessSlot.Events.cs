using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>What comes from the process, on the thread of its reader.</content>
internal sealed partial class ProcessSlot : ISlotProcessOwner
{
    // A process's reader uses it up to the process's end, which comes before the start of the next.
    private readonly List<SlotEffect> _readEffects = [];

    void ISlotProcessOwner.Ready(ImmutableArray<CodeIdentity> code) => Handle(effects => _machine.Ready(code, effects));

    void ISlotProcessOwner.Begun(in BegunFrame frame)
    {
        var now = Now().Elapsed;
        SlotProcess? process;
        lock (_gate)
        {
            _machine.Begun(frame.Sequence, frame.Microseconds, now, _readEffects);
            process = Apply_NeedsLock(_readEffects);
        }

        Perform(_readEffects, process);
    }

    void ISlotProcessOwner.Ended(in EndedFrame frame, CodeIdentity? code)
    {
        var payload = frame.Payload.ToArray();
        SlotProcess? process;
        lock (_gate)
        {
            _machine.Ended(frame.Sequence, frame.State, frame.Microseconds, code, payload, _readEffects);
            process = Apply_NeedsLock(_readEffects);
        }

        Perform(_readEffects, process);
    }

    void ISlotProcessOwner.Printed(uint sequence, OutputStream stream, ReadOnlySpan<char> text)
    {
        RunningTask? task;
        lock (_gate)
        {
            task = _machine.Find(sequence);
        }

        task?.Output.Append(stream, text);
    }

    void ISlotProcessOwner.PrintedRaw(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            if (Running is { } task)
            {
                task.PrintRaw_NeedsLock(text);
                return;
            }
        }

        if (!text.IsWhiteSpace())
        {
            Owner.Logged(this, $"its process says: {text.Trim()}");
        }
    }

    void ISlotProcessOwner.Revoked(ImmutableArray<uint> sequences) => Handle(effects => _machine.Revoked(sequences, effects));

    void ISlotProcessOwner.Leaving(in LeavingFrame frame)
    {
        var reason = frame.Reason;
        Handle(effects => _machine.Leaving(reason, effects));
    }

    void ISlotProcessOwner.CaughtUp()
    {
        SlotProcess? process;
        lock (_gate)
        {
            _machine.CaughtUp(_readEffects);
            process = Apply_NeedsLock(_readEffects);
        }

        Perform(_readEffects, process);
    }

    void ISlotProcessOwner.Died(SlotProcess process, SlotProcessEnd end)
    {
        var now = Now();
        Handle(effects =>
        {
            _process = null;
            _machine.Died(end, now, effects);
        });
    }
}
