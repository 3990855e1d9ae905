using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>Receives, on one thread, the events of a slot's process.</summary>
internal interface ISlotProcessOwner
{
    /// <summary>The process can run tasks, including the functions of that code.</summary>
    void Ready(ImmutableArray<CodeIdentity> code);

    void Begun(in BegunFrame frame);

    /// <summary>The frame's payload is not valid afterwards.</summary>
    void Ended(in EndedFrame frame, CodeIdentity? code);

    void Printed(uint sequence, OutputStream stream, ReadOnlySpan<char> text);

    /// <summary>Output on the process's standard error itself: from native code, a program, or the runtime when it crashes.</summary>
    void PrintedRaw(ReadOnlySpan<char> text);

    /// <summary>A rank sends something to another one.</summary>
    void Packet(PacketFrame packet);

    /// <summary>A task submits another one. The frame's payload is not valid afterwards.</summary>
    void Submit(in SubmitFrame frame);

    /// <summary>The running task waits for tasks that it has submitted.</summary>
    void Waiting(uint sequence);

    /// <summary>The task that waits wants to go on.</summary>
    void Resuming(uint sequence);

    void Revoked(ImmutableArray<uint> sequences);

    /// <summary>The process runs no more tasks and ends.</summary>
    void Leaving(in LeavingFrame frame);

    /// <summary>All input received so far has been reported.</summary>
    void CaughtUp();

    /// <summary>The process has loaded a module of the user's.</summary>
    void LoadedModule(LoadedModule module);

    /// <summary>The process is of no use for further tasks, because others that belong to it are replaced.</summary>
    void Outdated();

    /// <summary>The process has ended; the last event.</summary>
    void Died(SlotProcessEnd end);
}
