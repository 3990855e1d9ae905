using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>The limit on what a task has in its directories. What is written and removed between two looks is not noticed.</summary>
internal sealed class DiskLimit
{
    // A large directory takes long to look at, on a network file system in particular: looking takes at most an eleventh of the time.
    private const int PauseFactor = 10;

    // The task waits for the first look at its sandbox. One with millions of files is not worth that.
    private static readonly TimeSpan LongestFirstLook = TimeSpan.FromSeconds(5);

    private readonly long _limit;
    private readonly int _ranks;
    private readonly ImmutableArray<string> _directories;
    private readonly long _before;

    /// <summary>A limit for a task that is about to begin.</summary>
    /// <param name="perRank">Bytes that each rank may have.</param>
    /// <param name="ranks">Ranks that share the directories.</param>
    /// <param name="own">Directories that were made for the task.</param>
    /// <param name="sandbox">A directory of the user's: what lies there now is not counted. Null = none.</param>
    public DiskLimit(long perRank, int ranks, ImmutableArray<string> own, string? sandbox)
    {
        (_limit, _ranks, _directories) = (perRank * ranks, ranks, own);
        if (sandbox is not null)
        {
            using var deadline = new CancellationTokenSource(LongestFirstLook);
            _before = DiskUse.Of([sandbox], deadline.Token);
            _directories = deadline.IsCancellationRequested ? own : own.Add(sandbox);
            _before = deadline.IsCancellationRequested ? 0 : _before;
        }
    }

    /// <summary>Time until the next look.</summary>
    public TimeSpan Pause { get; private set; } = TimeSpan.FromMilliseconds(MemoryGuard.LookMilliseconds);

    /// <summary>What the task has, and how much it may have, if that is more; null = it is not. Called by one thread at a time.</summary>
    public string? Exceeded(CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var used = DiskUse.Of(_directories, cancellation) - _before;
        var pause = TimeProvider.System.GetElapsedTime(begun) * PauseFactor;
        Pause = TimeSpan.FromMilliseconds(Math.Max(MemoryGuard.LookMilliseconds, pause.TotalMilliseconds));
        return used <= _limit ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"it used {TaskResources.Bytes(used)} of disk in {string.Join(" and ", _directories)}; lfs_per_rank allows {TaskResources.Bytes(_limit)}{(_ranks > 1 ? $" to its {_ranks} ranks here" : "")}");
    }
}
