using System.Globalization;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>
/// Starts programs as a shell does: signals have their default effect and none is blocked, whatever this runtime has set for itself,
/// standard input is empty, and no other descriptor is open than those that were asked for. See posix_spawn(3).
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

    // Numbers of system calls since Linux 5.3 are the same on all machines.
    private const int CloseRange = 436;
    private const int CloseOnExecOnly = 4;

    /// <summary>The same for all programs, and only read.</summary>
    private static readonly nint Attributes = MakeAttributes();

    /// <summary>Starts a program.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="arguments">What it is called, and its arguments.</param>
    /// <param name="environment">Variables, each as <c>NAME=value</c>.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="descriptors">What it has open besides an empty 0: number here, number there. Those here are none of the numbers there.</param>
    /// <param name="process">Its process id.</param>
    /// <returns>0, or the number of the error: in that case there is no process.</returns>
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

    /// <summary>No program inherits the descriptors that are open in this process now.</summary>
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

        // A set of signals has a bit for each. Not sigfillset(3): glibc leaves two out that it uses itself, and has programs ignore them.
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
    /// Whoever started this process may have had it ignore the end of its children. The system would forget how they ended before it
    /// could be asked.
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

    /// <summary>These calls fail only where memory is short.</summary>
    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InsufficientMemoryException($"what a program needs to start cannot be prepared: error {error}");
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
