using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>Decides which task ends when a file system has less free space than is to stay free.</summary>
internal sealed class DiskReserve
{
    // The space of a task that was ended is free when its processes have ended and its directories are removed.
    private const int LooksToWait = 2;

    // A task that has written less is not why the space is used up.
    private const int LeastPart = 10;

    private readonly HashSet<ulong> _warned = [];
    private int _wait;

    /// <summary>Looks once at the free space.</summary>
    /// <param name="fileSystems">The file systems, each with its free bytes.</param>
    /// <param name="written">What the running tasks that use a file system have written.</param>
    /// <returns>What is to be done; null = nothing.</returns>
    public DiskVerdict? Look(IReadOnlyList<(WatchedFileSystem FileSystem, long Free)> fileSystems, Func<WatchedFileSystem, IReadOnlyCollection<TaskWrites>> written)
    {
        _warned.ExceptWith(fileSystems.Where(static entry => entry.Free >= entry.FileSystem.Keep).Select(static entry => entry.FileSystem.Device));
        if (_wait > 0)
        {
            _wait--;
            return null;
        }

        DiskVerdict? warning = null;
        foreach (var (fileSystem, free) in fileSystems.Where(static entry => entry.Free < entry.FileSystem.Keep))
        {
            var left = $"the file system of {fileSystem.Directory} has {TaskResources.Bytes(free)} left";
            var least = fileSystem.Keep / LeastPart;
            if (written(fileSystem) is { Count: > 0 } tasks && tasks.MaxBy(static task => task.Bytes) is var most && most.Bytes >= least)
            {
                _wait = LooksToWait;
                return new DiskVerdict(
                    most.Task,
                    $"it wrote {TaskResources.Bytes(most.Bytes)} to disk, more than any other task here, and {left}; scalems.worker.disk-reserve keeps {TaskResources.Bytes(fileSystem.Keep)} free");
            }

            if (warning is null && _warned.Add(fileSystem.Device))
            {
                warning = new DiskVerdict(
                    null,
                    $"{left}, less than the {TaskResources.Bytes(fileSystem.Keep)} that scalems.worker.disk-reserve keeps free; no task is ended, because none here is known to have written {TaskResources.Bytes(least)} there");
            }
        }

        return warning;
    }
}

/// <summary>What a running task has written to disks.</summary>
/// <param name="Task">The task.</param>
/// <param name="Bytes">Bytes.</param>
internal readonly record struct TaskWrites(AckRow Task, long Bytes);

/// <summary>What is to be done about a file system with too little free space.</summary>
/// <param name="Task">The task to end; null = none.</param>
/// <param name="Text">Why; for the log if there is no task.</param>
internal sealed record DiskVerdict(AckRow? Task, string Text);
