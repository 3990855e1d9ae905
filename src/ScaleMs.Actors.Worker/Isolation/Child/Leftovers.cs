using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>
/// Finds what a function has left running in its process: threads, timers, work in the thread pool. An exception there ends the process,
/// and whatever runs in it by then. Costs one call of the system where there is nothing.
/// </summary>
internal sealed class Leftovers
{
    private const string Threads = "/proc/self/task";

    // Threads of the runtime are called like this, but those for long-running tasks run the user's code.
    private const string RuntimeThread = ".NET ";
    private const string LongRunningThread = ".NET Long";

    // A thread that has been joined is still there for moments, and so is one of the pool that has completed the function's result. On a
    // busy machine it may be a while until they get a core. Who does leave something behind pays with this, besides a new process.
    private static readonly TimeSpan EndTime = TimeSpan.FromMilliseconds(250);

    // Where statx(2) has the number of links.
    private const int LinksOffset = 16;
    private const int StatusSize = 256;

    private readonly long _timers = Timer.ActiveCount;
    private readonly HashSet<string> _own = [.. Directory.GetDirectories(Threads)];
    private readonly int _directory = LinuxCalls.Open(Threads, LinuxCalls.CloseOnExec);
    private int _links = -1;

    /// <summary>Says what there is; null = nothing.</summary>
    public string? Find()
    {
        try
        {
            var kind = Kind();
            return kind is null || SpinWait.SpinUntil(() => (kind = Kind()) is null, EndTime) ? null : kind;
        }
        catch (IOException)
        {
            // Looking takes a descriptor.
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
        // A directory has a link for each one in it: their number tells whether there is anything to look at.
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
            // It has ended, unless the file cannot be opened for another reason.
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
