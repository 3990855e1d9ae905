using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>Linux calls that process isolation needs and the base library does not offer. Numbers are those of the Linux ABI.</summary>
internal static partial class LinuxCalls
{
    public const int Interrupted = 4;
    public const int TooManyOpenFiles = 24;
    public const int TryAgain = 11;
    public const int NoChild = 10;
    public const int Sigkill = 9;
    public const int Sigterm = 15;

    public const int DuplicateCloseOnExec = 1030;
    public const int CloseOnExec = 0x80000;
    public const int ReadWrite = 2;
    public const ulong BytesToRead = 0x541B;

    public const int EmptyPath = 0x1000;
    public const uint NumberOfLinks = 4;

    public const int BecomeSubreaper = 36;

    public const int DescriptorFlags = 1;
    public const int ClosesOnExec = 1;

    public const short Readable = 1;
    public const short Writable = 4;
    public const short Failed = 8;

    public const int WorkingDirectory = -100;
    public const int NoFollow = 0x100;
    public const uint TypeLinksInodeAndBlocks = 0x505;

    public const int AnyChild = 0;
    public const int Pid = 1;
    public const int NoHang = 1;
    public const int Exited = 4;
    public const int CloseOnExecFlag = 1;
    public const int SetFlags = 2;
    public const int NoWait = 0x01000000;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(Span<int> ends, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Span<PollEntry> entries, ulong count, int milliseconds);

    // Called after each task, like those below with the same attribute: they return at once, and their error is not needed.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    [SuppressGCTransition]
    public static partial int Ask(int descriptor, ulong request, out int answer);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, ulong argument, ulong third, ulong fourth, ulong fifth);

    /// <summary>statx(2), the same on all architectures; <paramref name="answer"/> is a struct statx of 256 bytes.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, Span<byte> answer);

    /// <summary>execv(2); the last argument is null.</summary>
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    /// <summary>waitid(2); <paramref name="info"/> is a siginfo_t of 128 bytes.</summary>
    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int Wait(int which, uint id, Span<byte> info, int options);

    /// <summary>waitid(2) that only tells whether there is a child; not for options that wait.</summary>
    [LibraryImport("libc", EntryPoint = "waitid")]
    [SuppressGCTransition]
    public static partial int Look(int which, uint id, nint info, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitFor(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int Event(uint initial, int flags);

    /// <summary>memfd_create(2): a file in memory only; flag 1 closes it on exec.</summary>
    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "fchdir")]
    public static partial int ChangeDirectory(int descriptor);

    /// <summary>umask(2): sets the mask and returns the previous one.</summary>
    [LibraryImport("libc", EntryPoint = "umask")]
    [SuppressGCTransition]
    public static partial uint FileMask(uint mask);

    /// <summary>statx(2) of an open file, with <see cref="EmptyPath"/> and an empty path.</summary>
    [LibraryImport("libc", EntryPoint = "statx")]
    [SuppressGCTransition]
    public static unsafe partial int Status(int descriptor, byte* path, int flags, uint wanted, byte* status);

    /// <summary>syscall(2), for calls that older C libraries have no name for.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SystemCall(nint number, nint first, nint second, nint third);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
