using System.Buffers.Binary;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>A submitted task has ended, or was not accepted.</summary>
/// <param name="Request">As in <see cref="SubmitFrame"/>.</param>
/// <param name="State">Its final state.</param>
/// <param name="Payload">JSON of a <see cref="TaskOutcome"/>.</param>
internal readonly record struct SubEndedFrame(uint Request, TaskState State, ReadOnlyMemory<byte> Payload) : IFrame<SubEndedFrame>
{
    public static FrameKind Kind => FrameKind.SubEnded;

    public int Size => 5 + Payload.Length;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Request);
        destination[4] = (byte)State;
        Payload.Span.CopyTo(destination[5..]);
    }

    public static SubEndedFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (request, state) = (fields.UInt32(), (TaskState)fields.Byte());
        return state is TaskState.Done or TaskState.Failed or TaskState.Canceled
            ? new SubEndedFrame(request, state, fields.Rest())
            : throw new ProtocolException($"a submitted task cannot have ended in the state {(byte)state}");
    }
}
