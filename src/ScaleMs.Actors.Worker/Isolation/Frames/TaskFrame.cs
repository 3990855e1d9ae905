using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>A task to run.</summary>
/// <param name="Sequence">The task's number on both sides: one more than the previous task's.</param>
/// <param name="Payload">See <see cref="TaskRow.Payload"/>.</param>
/// <param name="Form">The payload's form.</param>
/// <param name="Uid">The task's uid as text.</param>
internal readonly record struct TaskFrame(uint Sequence, PayloadKind Form, string Uid, ReadOnlyMemory<byte> Payload) : IFrame<TaskFrame>
{
    public static FrameKind Kind => FrameKind.Task;

    /// <summary>Of a <see cref="RankFrame"/>: which rank it is. Not in this frame's bytes.</summary>
    public RankSpan Ranks { get; init; }

    /// <summary>What of the payload is sent as bytes.</summary>
    public ImmutableArray<RawTexts.Cut> Cuts { get; init; } = [];

    public int Size => 9 + Encoding.UTF8.GetByteCount(Uid) + RawTexts.SizeOf(Payload, Cuts);

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        destination[4] = RawTexts.FlagOf((byte)Form, Cuts);
        var length = Encoding.UTF8.GetBytes(Uid, destination[9..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination[5..], length);
        RawTexts.Format(destination[(9 + length)..], Payload.Span, Cuts);
    }

    public static TaskFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (sequence, form, uid) = (fields.UInt32(), (PayloadKind)fields.Byte(), fields.Text());
        return form <= PayloadKind.Description && uid.Length > 0
            ? new TaskFrame(sequence, form, uid, fields.Rest())
            : throw new ProtocolException($"a task frame has an empty uid or the unknown form {(byte)form}");
    }
}
