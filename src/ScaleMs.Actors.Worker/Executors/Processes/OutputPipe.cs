using System.Buffers;
using System.Text;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>A pipe that a program writes text to.</summary>
/// <param name="take">Takes the text as it comes.</param>
/// <param name="copy">Takes the bytes, too; null = nothing does.</param>
internal sealed class OutputPipe(Action<ReadOnlySpan<char>> take, OutputCopy? copy = null) : IDisposable
{
    // The capacity of a pipe.
    private const int Room = 64 * 1024;

    // Not a StreamReader: it would take bytes that look like a byte order mark as the encoding of all that follows.
    private Decoder? _decoder;
    private int _read = -1;
    private int _write = -1;

    /// <summary>The end to read from; -1 = nothing is left to read.</summary>
    public int ReadEnd => _read;

    /// <summary>The program's end, until <see cref="Started"/>.</summary>
    public int WriteEnd => _write;

    /// <summary>Makes the pipe.</summary>
    /// <param name="least">The smallest number for the program's end.</param>
    public void Open(int least)
    {
        (_read, _write) = Descriptor.Pipe();
        if (_write < least)
        {
            _write = Descriptor.Above(_write, least);
        }
    }

    /// <summary>Called when the program has its end.</summary>
    public void Started() => Close(ref _write);

    /// <summary>Reads the available bytes: at least one, or the end.</summary>
    public void Read()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Room);
        try
        {
            var count = Descriptor.Read(_read, bytes);
            copy?.Write(bytes.AsSpan(0, count));
            Take(bytes.AsSpan(0, count));
            if (count == 0)
            {
                Close(ref _read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void Dispose()
    {
        Close(ref _read);
        Close(ref _write);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty && _decoder is null)
        {
            return;
        }

        _decoder ??= Encoding.UTF8.GetDecoder();
        var text = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(bytes.Length));
        take(text.AsSpan(0, _decoder.GetChars(bytes, text, flush: bytes.IsEmpty)));
        ArrayPool<char>.Shared.Return(text);
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
        {
            _ = LinuxCalls.Close(descriptor);
            descriptor = -1;
        }
    }
}
