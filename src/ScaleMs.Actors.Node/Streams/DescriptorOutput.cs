using System.Runtime.InteropServices;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>Writes to a standard stream at its current offset, which other writers share.</summary>
internal sealed class DescriptorOutput(int descriptor, string name) : OutputStream
{
    // EBADF
    private const int Closed = 9;

    private readonly bool _isOpen = StandardStreams.IsOpen(descriptor);

    /// <summary>Writes the whole buffer.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var error = _isOpen ? Descriptor.WriteWaiting(descriptor, buffer) : Closed;
        if (error != 0)
        {
            throw Failure(error);
        }
    }

    private OutputException Failure(int error) => new(name, error == Closed ? "it is closed" : Marshal.GetPInvokeErrorMessage(error));
}
