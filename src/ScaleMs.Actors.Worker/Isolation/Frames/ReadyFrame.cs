using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>The process has loaded everything and can run tasks.</summary>
/// <param name="Code">The code of its functions.</param>
/// <param name="TakesRaw">Whether it takes <see cref="RawTexts"/>; left out when it does not.</param>
internal readonly record struct ReadyFrame(ImmutableArray<CodeIdentity> Code, bool TakesRaw = false) : IFrame<ReadyFrame>
{
    public static FrameKind Kind => FrameKind.Ready;

    public int Size => (TakesRaw ? 5 : 4) + Code.Sum(static code => 8 + Encoding.UTF8.GetByteCount(code.Module) + Encoding.UTF8.GetByteCount(code.Version));

    public void Format(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Code.Length);
        destination = destination[4..];
        foreach (var code in Code)
        {
            destination = Text(code.Version, Text(code.Module, destination));
        }

        if (TakesRaw)
        {
            destination[0] = 1;
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

        var takesRaw = !fields.IsAtEnd && fields.Byte() != 0;
        fields.End();
        return new ReadyFrame([.. code], takesRaw);
    }

    private static Span<byte> Text(string text, Span<byte> destination)
    {
        var length = Encoding.UTF8.GetBytes(text, destination[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        return destination[(4 + length)..];
    }
}
