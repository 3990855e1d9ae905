using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>The cores that a thread may run on. Processes and threads inherit them from the thread that starts them.</summary>
internal static partial class Affinity
{
    // The kernel refuses a set that is smaller than its own.
    private const int Words = 128;
    private const int BitsPerWord = 64;

    /// <summary>The cores that the calling thread may run on, in ascending order; empty = not known.</summary>
    public static ImmutableArray<int> Allowed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        Span<ulong> set = stackalloc ulong[Words];
        set.Clear();
        if (Get(0, Words * sizeof(ulong), set) != 0)
        {
            return [];
        }

        var cores = ImmutableArray.CreateBuilder<int>();
        for (var core = 0; core < Words * BitsPerWord; core++)
        {
            if ((set[core / BitsPerWord] & (1UL << (core % BitsPerWord))) != 0)
            {
                cores.Add(core);
            }
        }

        return cores.ToImmutable();
    }

    /// <summary>Calls something on these cores, so that what it starts runs on them; none = on those that the thread has.</summary>
    public static T On<T>(ImmutableArray<int> cores, Func<T> start)
    {
        if (cores.IsDefaultOrEmpty)
        {
            return start();
        }

        var before = Allowed();
        SetTo(cores);
        try
        {
            return start();
        }
        finally
        {
            SetTo(before);
        }
    }

    /// <summary>Has a process that has one thread run on these cores, and what it starts too; none = it stays where it is.</summary>
    public static void Move(int process, ImmutableArray<int> cores)
    {
        if (!cores.IsDefaultOrEmpty)
        {
            SetTo(cores, process);
        }
    }

    private static void SetTo(ImmutableArray<int> cores, int thread = 0)
    {
        Span<ulong> set = stackalloc ulong[Words];
        set.Clear();
        foreach (var core in cores)
        {
            set[core / BitsPerWord] |= 1UL << (core % BitsPerWord);
        }

        _ = Set(thread, Words * sizeof(ulong), set);
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int Get(int thread, nint size, Span<ulong> set);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int Set(int thread, nint size, ReadOnlySpan<ulong> set);
}
