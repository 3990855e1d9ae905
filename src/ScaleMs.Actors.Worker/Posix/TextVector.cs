using System.Runtime.InteropServices;
using System.Text;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>Strings in the system's form of arguments and variables: pointers to NUL-terminated UTF-8, and a null pointer.</summary>
internal readonly unsafe struct TextVector : IDisposable
{
    public TextVector(IReadOnlyCollection<string> texts)
    {
        var pointers = (texts.Count + 1) * sizeof(byte*);
        var bytes = texts.Sum(static text => Encoding.UTF8.GetByteCount(text) + 1);
        Pointer = (byte**)NativeMemory.Alloc((nuint)(pointers + bytes));
        var rest = new Span<byte>((byte*)Pointer + pointers, bytes);
        var at = (byte*)Pointer + pointers;
        var index = 0;
        foreach (var text in texts)
        {
            Pointer[index++] = at;
            var length = Encoding.UTF8.GetBytes(text, rest);
            rest[length] = 0;
            rest = rest[(length + 1)..];
            at += length + 1;
        }

        Pointer[index] = null;
    }

    /// <summary>Valid until this is disposed.</summary>
    public byte** Pointer { get; }

    public void Dispose() => NativeMemory.Free(Pointer);
}
