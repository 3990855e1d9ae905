using System.Text;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>Gives what native code and programs print past the console to the task that runs.</summary>
/// <param name="descriptor">Where it comes from.</param>
/// <param name="current">The output of the task that runs; null = none does.</param>
internal sealed class PrintedOutput(int descriptor, Func<TaskOutput?> current)
{
    // As long as it takes a busy worker to read what is in a pipe.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();

    /// <summary>Waits until what was printed by now has been read.</summary>
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
        // The thread that reads holds the lock until it has appended what it read, so nothing is on its way between pipe and output here.
        lock (_gate)
        {
            return SlotDescriptors.UnreadOutput == 0 && SlotDescriptors.UnreadErrors == 0;
        }
    }
}
