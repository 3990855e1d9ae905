using System.Text;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>Adds what native code and programs print past the console to the running task's output.</summary>
/// <param name="descriptor">The descriptor that it is read from.</param>
/// <param name="current">The output of the running task; null = none runs.</param>
internal sealed class PrintedOutput(int descriptor, Func<TaskOutput?> current)
{
    // The time a busy worker takes to read the contents of a pipe.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();

    /// <summary>Waits until everything printed so far has been read.</summary>
    public void Settle()
    {
        if (!HasSettled())
        {
            _ = SpinWait.SpinUntil(HasSettled, SettleTime);
        }
    }

    public void ReadAll()
    {
        var bytes = new byte[64 * 1024];
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var decoder = Encoding.UTF8.GetDecoder();
        while (Descriptor.WaitForOne(descriptor))
        {
            lock (_gate)
            {
                var count = Descriptor.Read(descriptor, bytes);
                var length = decoder.GetChars(bytes, 0, count, text, 0);
                if (current() is { } output)
                {
                    output.Append(OutputStream.Out, text.AsSpan(0, length));
                }
                else
                {
                    Console.Error.Write(text, 0, length);
                }
            }
        }
    }

    private bool HasSettled()
    {
        // The reading thread holds the lock until it has appended what it read, so nothing is in transit between pipe and output here.
        lock (_gate)
        {
            return SlotDescriptors.UnreadOutput == 0 && SlotDescriptors.UnreadErrors == 0;
        }
    }
}
