using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>Blocking reads and writes on a file descriptor.</summary>
public static class Descriptor
{
    /// <summary>Reads the available bytes, waiting for at least one; 0 = the other end is closed.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        while (true)
        {
            var count = (int)LinuxCalls.Read(descriptor, buffer, buffer.Length);
            if (count >= 0)
            {
                return count;
            }

            if (Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
            {
                return 0;
            }
        }
    }

    /// <summary>Writes everything; false = the other end is closed.</summary>
    public static bool Write(int descriptor, ReadOnlySpan<byte> bytes) => WriteWaiting(descriptor, bytes) == 0;

    /// <summary>Writes everything, even if the other side has made the descriptor non-blocking.</summary>
    /// <returns>0, or the system's error number.</returns>
    public static int WriteWaiting(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = (int)LinuxCalls.Write(descriptor, bytes, bytes.Length);
            if (count >= 0)
            {
                bytes = bytes[count..];
            }
            else if (Marshal.GetLastPInvokeError() is var error && error == LinuxCalls.TryAgain)
            {
                WaitForRoom(descriptor);
            }
            else if (error != LinuxCalls.Interrupted)
            {
                return error;
            }
        }

        return 0;
    }

    /// <summary>True when the descriptor is open and inherited by programs that this process starts, as standard streams are.</summary>
    public static bool IsInherited(int descriptor) =>
        LinuxCalls.Control(descriptor, LinuxCalls.DescriptorFlags, 0) is >= 0 and var flags && (flags & LinuxCalls.ClosesOnExec) == 0;

    /// <summary>A pipe that no program inherits.</summary>
    /// <exception cref="Win32Exception">No descriptor is available.</exception>
    public static (int Read, int Write) Pipe()
    {
        var ends = new int[2];
        _ = New(() => LinuxCalls.Pipe(ends, LinuxCalls.CloseOnExec), "pipe");
        return (ends[0], ends[1]);
    }

    /// <summary>Creates a descriptor, even if functions have leaked open files up to the limit.</summary>
    /// <param name="make">The system call that creates it.</param>
    /// <param name="what">The name of the system call.</param>
    /// <exception cref="Win32Exception">No descriptor is available.</exception>
    public static int New(Func<int> make, string what)
    {
        var made = make();
        if (made < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.TooManyOpenFiles)
        {
            // Closes unreferenced files now rather than at some later collection.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            made = make();
        }

        return Checked(made, what);
    }

    /// <summary>The same descriptor under a number of at least <paramref name="least"/>; the old number is closed.</summary>
    public static int Above(int descriptor, int least)
    {
        var moved = Checked(LinuxCalls.Control(descriptor, LinuxCalls.DuplicateCloseOnExec, least), "fcntl");
        _ = LinuxCalls.Close(descriptor);
        return moved;
    }

    /// <summary>Waits until there are bytes to read, or the other end is closed.</summary>
    /// <returns>False when the descriptor cannot be waited for.</returns>
    public static bool WaitForOne(int descriptor) => WaitFor(descriptor, LinuxCalls.Readable);

    /// <summary>Waits until bytes can be written, or the other end is closed.</summary>
    /// <returns>False when the descriptor cannot be waited for.</returns>
    public static bool WaitForRoom(int descriptor) => WaitFor(descriptor, LinuxCalls.Writable);

    /// <summary>True when the descriptor is the write end of a pipe that has no reader.</summary>
    public static bool HasFailed(int descriptor)
    {
        Span<LinuxCalls.PollEntry> entries = [new LinuxCalls.PollEntry { Descriptor = descriptor }];
        return LinuxCalls.Poll(entries, 1, milliseconds: 0) > 0 && (entries[0].Seen & LinuxCalls.Failed) != 0;
    }

    /// <summary>Bytes that have been written to a pipe and not read; works on either end.</summary>
    public static int Unread(int descriptor) => LinuxCalls.Ask(descriptor, LinuxCalls.BytesToRead, out var bytes) == 0 ? bytes : 0;

    /// <summary>The result, or an exception with the system's reason when the call failed.</summary>
    public static int Checked(int result, string what) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    private static bool WaitFor(int descriptor, short wanted)
    {
        Span<LinuxCalls.PollEntry> entries = [new LinuxCalls.PollEntry { Descriptor = descriptor, Wanted = wanted }];
        while (LinuxCalls.Poll(entries, 1, milliseconds: -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
            {
                return false;
            }
        }

        return true;
    }
}
