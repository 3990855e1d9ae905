using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Finds what a function has left running in its process: threads, timers, work in the thread pool. An exception there ends the process
/// and the task that runs in it by then. Costs one system call when there is nothing.
/// </summary>
internal sealed class Leftovers
{
    private const string Threads = "/proc/self/task";

    /// <summary>The runtime's threads have names that begin like this, and the agent's too; but those for long-running tasks run the user's code.</summary>
    public const string RuntimeThread = ".NET ";
    private const string LongRunningThread = ".NET Long";

    // A joined thread still exists for a moment, and so does a pool thread that has completed the function's result. On a
    // busy machine they may wait a while for a core. A function that does leave something costs this time and a new process.
    private static readonly TimeSpan EndTime = TimeSpan.FromMilliseconds(250);

    // Offset of the number of links in the result of statx(2).
    private const int LinksOffset = 16;
    private const int StatusSize = 256;

    private readonly long _timers = Timer.ActiveCount;
    private readonly HashSet<string> _own = [.. Directory.GetDirectories(Threads)];
    private readonly int _directory = LinuxCalls.Open(Threads, LinuxCalls.CloseOnExec);
    private int _links = -1;

    /// <summary>Names what is left; null = nothing.</summary>
    public string? Find()
    {
        try
        {
            var kind = Kind();
            return kind is null || SpinWait.SpinUntil(() => (kind = Kind()) is null, EndTime) ? null : kind;
        }
        catch (IOException)
        {
            // The search needs a descriptor.
            return "too many open files";
        }
    }

    private string? Kind() =>
        Timer.ActiveCount > _timers ? "a timer"
        : ThreadPool.PendingWorkItemCount > 0 || PoolIsBusy() ? "work in the thread pool"
        : HasOtherThreads() ? "a thread"
        : null;

    private static bool PoolIsBusy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return available < most;
    }

    private bool HasOtherThreads()
    {
        // A directory has a link for each directory in it: an unchanged number means that there is no new thread.
        var links = Links();
        if (links >= 0 && links == _links)
        {
            return false;
        }

        if (Directory.GetDirectories(Threads).Any(thread => !_own.Contains(thread) && !IsOfRuntime(thread)))
        {
            return true;
        }

        _links = links;
        return false;
    }

    private static bool IsOfRuntime(string thread)
    {
        try
        {
            var name = File.ReadAllText($"{thread}/comm");
            return name.StartsWith(RuntimeThread, StringComparison.Ordinal) && !name.StartsWith(LongRunningThread, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The thread has ended, unless the file cannot be opened for another reason.
            return !Directory.Exists(thread);
        }
    }

    private unsafe int Links()
    {
        var status = stackalloc byte[StatusSize];
        byte empty = 0;
        return LinuxCalls.Status(_directory, &empty, LinuxCalls.EmptyPath, LinuxCalls.NumberOfLinks, status) == 0 ? *(int*)(status + LinksOffset) : -1;
    }
}
