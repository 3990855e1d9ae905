using System.Runtime.InteropServices;
using ScaleMs.Actors.Workers.Isolation.Posix;

namespace ScaleMs.Actors.Node.Streams;

/// <summary>Writes to a standard stream where its offset is, which it shares with whoever writes there next.</summary>
internal sealed class DescriptorOutput(int descriptor, string name) : OutputStream
{
    // EBADF
    private const int Closed = 9;

    private readonly bool _isOpen = StandardStreams.IsOpen(descriptor);

    /// <summary>Writes all of it.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (!_isOpen)
            {
                throw Failure(Closed);
            }

            var count = (int)LinuxCalls.Write(descriptor, buffer, buffer.Length);
            if (count >= 0)
            {
                buffer = buffer[count..];
            }
            else if (Marshal.GetLastPInvokeError() is var error && error == LinuxCalls.TryAgain)
            {
                Descriptor.WaitForRoom(descriptor);
            }
            else if (error != LinuxCalls.Interrupted)
            {
                throw Failure(error);
            }
        }
    }

    private OutputException Failure(int error) => new(name, error == Closed ? "it is closed" : Marshal.GetPInvokeErrorMessage(error));
}
