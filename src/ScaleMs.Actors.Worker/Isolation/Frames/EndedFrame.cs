using System.Buffers.Binary;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>A task has ended by itself.</summary>
/// <param name="Sequence">The task.</param>
/// <param name="State">Its final state; CANCELED only after a <see cref="CancelFrame"/>.</param>
/// <param name="Microseconds">The time in microseconds since 1970-01-01 UTC.</param>
/// <param name="Code">The entry of <see cref="ReadyFrame.Code"/> that it ran, counted from 1; 0 = none.</param>
/// <param name="Payload">JSON of a <see cref="TaskOutcome"/>; of a frame that was read, a copy.</param>
internal readonly record struct EndedFrame(uint Sequence, TaskState State, long Microseconds, ushort Code, ReadOnlyMemory<byte> Payload) : IFrame<EndedFrame>
{
    public static FrameKind Kind => FrameKind.Ended;

    public int Size => 15 + Payload.Length;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        destination[4] = (byte)State;
        BinaryPrimitives.WriteInt64LittleEndian(destination[5..], Microseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[13..], Code);
        Payload.Span.CopyTo(destination[15..]);
    }

    public static EndedFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (sequence, first) = (fields.UInt32(), fields.Byte());
        var state = (TaskState)(first & ~RawTexts.Flag);
        return state is TaskState.Done or TaskState.Failed or TaskState.Canceled
            ? new EndedFrame(sequence, state, fields.Int64(), fields.UInt16(), (first & RawTexts.Flag) != 0 ? RawTexts.Join(fields.Rest()) : fields.Rest().ToArray())
            : throw new ProtocolException($"a task cannot have ended in the state {(byte)state}");
    }
}
