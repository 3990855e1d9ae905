using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>Hears, on one thread, what a slot's process says.</summary>
internal interface ISlotProcessOwner
{
    /// <summary>It can run tasks, among them the functions of that code.</summary>
    void Ready(ImmutableArray<CodeIdentity> code);

    void Begun(in BegunFrame frame);

    /// <summary>The frame's payload is not valid afterwards.</summary>
    void Ended(in EndedFrame frame, CodeIdentity? code);

    void Printed(uint sequence, OutputStream stream, ReadOnlySpan<char> text);

    /// <summary>Something came by the process's standard error itself: from native code, a program, or the runtime's last words.</summary>
    void PrintedRaw(ReadOnlySpan<char> text);

    void Revoked(ImmutableArray<uint> sequences);

    /// <summary>It runs no further task and ends.</summary>
    void Leaving(in LeavingFrame frame);

    /// <summary>All that has come by now has been told.</summary>
    void CaughtUp();

    /// <summary>The last word.</summary>
    void Died(SlotProcess process, SlotProcessEnd end);
}
