using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Files.Caching;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Files;

/// <summary>A task with files or directories, from its arrival until its result is ready.</summary>
internal sealed class StagedTask(in TaskRow row) : IDisposable
{
    private readonly List<CachedFile> _copies = [];
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Guards <see cref="IsArriving"/>.</summary>
    public Lock Gate { get; } = new();

    public TaskRow Row { get; } = row;

    public AckRow Id => new(Row.Key, Row.Attempt);

    /// <summary>True until its files are here.</summary>
    public bool IsArriving { get; set; } = true;

    /// <summary>A program; null = a function.</summary>
    public TaskDescription? Program { get; set; }

    /// <summary>Full path of the program's working directory; empty = it has none of its own.</summary>
    public string Directory { get; set; } = "";

    /// <summary>The working directory was made for it, and is deleted after it.</summary>
    public bool OwnsDirectory { get; set; }

    /// <summary>Full path of its directory for temporary files, which is deleted after it; empty = it has none of its own.</summary>
    public string TemporaryDirectory { get; set; } = "";

    /// <summary>The limit on what it has in its directories; null = none.</summary>
    public DiskLimit? Limit { get; set; }

    /// <summary>Cancelled when the arrival of its files is to end, or the task is over.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Ends the arrival of its files.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>A copy that it needs until it has ended.</summary>
    public CachedFile Use(CachedFile copy)
    {
        _copies.Add(copy);
        return copy;
    }

    public void Dispose()
    {
        _copies.ForEach(static copy => copy.Dispose());
        _copies.Clear();
        _cancellation.Cancel();
        _cancellation.Dispose();
    }
}
