using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace ScaleMs.Actors.Workers.Isolation.Frames;

/// <summary>The first frame: what to load, which limits to keep.</summary>
/// <param name="OutputLimit">Characters kept of each stream of a task.</param>
/// <param name="TransferLimit">Bytes of a task's outcome, at most.</param>
/// <param name="Modules">Paths of the user's assemblies.</param>
internal readonly record struct StartFrame(int OutputLimit, int TransferLimit, ImmutableArray<string> Modules) : IFrame<StartFrame>
{
    public static FrameKind Kind => FrameKind.Start;

    public int Size => 12 + Modules.Sum(static path => 4 + Encoding.UTF8.GetByteCount(path));

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, OutputLimit);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], TransferLimit);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Modules.Length);
        destination = destination[12..];
        foreach (var path in Modules)
        {
            var length = Encoding.UTF8.GetBytes(path, destination[4..]);
            BinaryPrimitives.WriteInt32LittleEndian(destination, length);
            destination = destination[(4 + length)..];
        }
    }

    public static StartFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var (output, transfer) = (fields.Int32(), fields.Int32());
        var modules = new string[fields.Count(elementSize: 4)];
        for (var i = 0; i < modules.Length; i++)
        {
            modules[i] = fields.Text();
        }

        fields.End();
        return new StartFrame(output, transfer, [.. modules]);
    }
}
