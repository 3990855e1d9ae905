using System.Globalization;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>
/// Starts programs as a shell does: signals have their default effect and none is blocked, regardless of this runtime's own settings,
/// standard input is empty, and only the requested descriptors are open. See posix_spawn(3).
/// </summary>
internal static unsafe partial class Spawn
{
    // posix_spawnattr_t is the largest of the three opaque types used here: 336 bytes in glibc and musl.
    private const int Room = 512;

    private const short SetDefaultSignals = 0x04;
    private const short SetSignalMask = 0x08;
    private const int ChildSignal = 17;
    private const nint DefaultHandler = 0;
    private const int StandardInput = 0;
    private const int FirstOther = 3;

    // System call numbers since Linux 5.3 are the same on all architectures.
    private const int CloseRange = 436;
    private const int CloseOnExecOnly = 4;

    /// <summary>Shared by all programs, and read-only.</summary>
    private static readonly nint Attributes = MakeAttributes();

    /// <summary>Starts a program.</summary>
    /// <param name="path">The program's file.</param>
    /// <param name="arguments">Its argument zero and its arguments.</param>
    /// <param name="environment">Variables, each as <c>NAME=value</c>.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="descriptors">Its open descriptors besides an empty 0: number here, number there. The two sets of numbers do not overlap.</param>
    /// <param name="process">Its process id.</param>
    /// <returns>0, or the error number when there is no process.</returns>
    public static int Start(
        string path,
        IReadOnlyCollection<string> arguments,
        IReadOnlyCollection<string> environment,
        string directory,
        ReadOnlySpan<(int Here, int There)> descriptors,
        out int process)
    {
        KeepDescriptors();
        using var argumentVector = new TextVector(arguments);
        using var environmentVector = new TextVector(environment);
        var actions = stackalloc byte[Room];
        Check(InitActions(actions));
        try
        {
            Check(AddDirectory(actions, directory));
            Check(AddOpen(actions, StandardInput, "/dev/null", 0, 0));
            foreach (var (here, there) in descriptors)
            {
                Check(AddDuplicate(actions, here, there));
            }

            return Start(out process, path, actions, (void*)Attributes, argumentVector.Pointer, environmentVector.Pointer);
        }
        finally
        {
            _ = DestroyActions(actions);
        }
    }

    /// <summary>Keeps programs from inheriting the descriptors that are open in this process now.</summary>
    private static void KeepDescriptors()
    {
        if (LinuxCalls.SystemCall(CloseRange, FirstOther, unchecked((nint)uint.MaxValue), CloseOnExecOnly) == 0)
        {
            return;
        }

        // Before Linux 5.11.
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture) is >= FirstOther and var descriptor)
            {
                _ = LinuxCalls.Control(descriptor, LinuxCalls.SetFlags, LinuxCalls.CloseOnExecFlag);
            }
        }
    }

    private static nint MakeAttributes()
    {
        WatchChildren();
        var attributes = NativeMemory.AllocZeroed(Room);

        // A signal set has a bit for each signal. Not sigfillset(3): glibc omits two that it uses itself, and programs would ignore them.
        var signals = stackalloc byte[Room];
        Check(InitAttributes(attributes));
        NativeMemory.Fill(signals, Room, byte.MaxValue);
        Check(SetDefaults(attributes, signals));
        NativeMemory.Clear(signals, Room);
        Check(SetMask(attributes, signals));
        Check(SetFlags(attributes, SetDefaultSignals | SetSignalMask));
        return (nint)attributes;
    }

    /// <summary>
    /// The parent of this process may have had it ignore SIGCHLD. The system would then discard the exit codes of its children before
    /// they are read.
    /// </summary>
    private static void WatchChildren()
    {
        const string Key = "SigIgn:";
        var ignored = File.ReadLines("/proc/self/status").First(static line => line.StartsWith(Key, StringComparison.Ordinal))[Key.Length..];
        if ((ulong.Parse(ignored.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (ChildSignal - 1))) != 0)
        {
            _ = SetHandler(ChildSignal, DefaultHandler);
        }
    }

    /// <summary>These calls fail only when memory is short.</summary>
    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InsufficientMemoryException($"the start of a program cannot be prepared: error {error}");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Start(out int process, string path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(void* actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddDirectory(void* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
