using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>One rank of a task that has several.</summary>
/// <param name="Sequence">As in <see cref="TaskFrame"/>.</param>
/// <param name="Form">The payload's form.</param>
/// <param name="Rank">0 to <paramref name="Size"/> - 1.</param>
/// <param name="Size">Number of ranks of the task.</param>
/// <param name="World">The task's ranks, in their order, as ranks of the MPI world of the process; empty = it is in none.</param>
/// <param name="Uid">The task's uid as text.</param>
/// <param name="Payload">See <see cref="TaskRow.Payload"/>.</param>
internal readonly record struct RankFrame(uint Sequence, PayloadKind Form, int Rank, int Size, ImmutableArray<int> World, string Uid, ReadOnlyMemory<byte> Payload)
    : IFrame<RankFrame>
{
    public static FrameKind Kind => FrameKind.Rank;

    /// <summary>What of the payload is sent as bytes.</summary>
    public ImmutableArray<RawTexts.Cut> Cuts { get; init; } = [];

    int IFrame<RankFrame>.Size => 21 + (4 * World.Length) + Encoding.UTF8.GetByteCount(Uid) + RawTexts.SizeOf(Payload, Cuts);

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Sequence);
        destination[4] = RawTexts.FlagOf((byte)Form, Cuts);
        BinaryPrimitives.WriteInt32LittleEndian(destination[5..], Rank);
        BinaryPrimitives.WriteInt32LittleEndian(destination[9..], Size);
        BinaryPrimitives.WriteInt32LittleEndian(destination[13..], World.Length);
        var at = 17;
        foreach (var rank in World)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination[at..], rank);
            at += 4;
        }

        var length = Encoding.UTF8.GetBytes(Uid, destination[(at + 4)..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination[at..], length);
        RawTexts.Format(destination[(at + 4 + length)..], Payload.Span, Cuts);
    }

    public static RankFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (sequence, form, rank, size) = (fields.UInt32(), (PayloadKind)fields.Byte(), fields.Int32(), fields.Int32());
        var world = new int[fields.Count(4)];
        for (var i = 0; i < world.Length; i++)
        {
            world[i] = fields.Int32();
        }

        var uid = fields.Text();
        return form <= PayloadKind.Description && uid.Length > 0 && rank >= 0 && rank < size
            ? new RankFrame(sequence, form, rank, size, [.. world], uid, fields.Rest())
            : throw new ProtocolException($"a rank frame has an empty uid, rank {rank} of {size}, or the unknown form {(byte)form}");
    }
}
