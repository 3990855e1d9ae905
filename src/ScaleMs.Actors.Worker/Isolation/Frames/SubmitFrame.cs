using System.Buffers.Binary;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>A running task submits a task.</summary>
/// <param name="Sequence">The running task.</param>
/// <param name="Request">The process's number for it.</param>
/// <param name="Form">The payload's form.</param>
/// <param name="Payload">See <see cref="TaskRow.Payload"/>.</param>
internal readonly record struct SubmitFrame(uint Sequence, uint Request, PayloadKind Form, ReadOnlyMemory<byte> Payload) : IFrame<SubmitFrame>
{
    public static FrameKind Kind => FrameKind.Submit;

    public int Size => 9 + Payload.Length;

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Request);
        destination[8] = (byte)Form;
        Payload.Span.CopyTo(destination[9..]);
    }

    public static SubmitFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (sequence, request, form) = (fields.UInt32(), fields.UInt32(), (PayloadKind)fields.Byte());
        return form <= PayloadKind.Description
            ? new SubmitFrame(sequence, request, form, fields.Rest())
            : throw new ProtocolException($"a submitted task has the unknown form {(byte)form}");
    }
}
