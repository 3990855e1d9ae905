using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The process has loaded everything and can run tasks.</summary>
/// <param name="Code">The code of its functions.</param>
internal readonly record struct ReadyFrame(ImmutableArray<CodeIdentity> Code) : IFrame<ReadyFrame>
{
    public static FrameKind Kind => FrameKind.Ready;

    public int Size => 4 + Code.Sum(static code => 8 + Encoding.UTF8.GetByteCount(code.Module) + Encoding.UTF8.GetByteCount(code.Version));

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Code.Length);
        destination = destination[4..];
        foreach (var code in Code)
        {
            destination = Text(code.Version, Text(code.Module, destination));
        }
    }

    public static ReadyFrame Parse(ReadOnlyMemory<byte> source)
    {
        var fields = new FrameFields(source);
        var code = new CodeIdentity[fields.Count(elementSize: 8)];
        for (var i = 0; i < code.Length; i++)
        {
            code[i] = new CodeIdentity(fields.Text(), fields.Text());
        }

        fields.End();
        return new ReadyFrame([.. code]);
    }

    private static Span<byte> Text(string text, Span<byte> destination)
    {
        var length = Encoding.UTF8.GetBytes(text, destination[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        return destination[(4 + length)..];
    }
}
