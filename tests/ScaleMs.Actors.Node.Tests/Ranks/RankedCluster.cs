using System.Globalization;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>A seed, workers and a client in this process, which several tests of a class use one after another.</summary>
public abstract class RankedCluster : IAsyncLifetime
{
    private readonly List<NodeProcess> _workers = [];
    private int _files;

    internal TestCluster Cluster { get; } = new();

    internal IReadOnlyList<NodeProcess> Workers => _workers;

    internal ScaleMsClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Cluster.SeedAsync();
        foreach (var arguments in Arguments)
        {
            _workers.Add(await Cluster.WorkerAsync(2, arguments));
        }

        Client = await Cluster.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>A path for a file of one test.</summary>
    internal string NewPath() => Cluster.Directory.File($"file-{++_files}");

    /// <summary>Waits until each rank has left its file.</summary>
    internal Task HaveBegunAsync(string path, int ranks) =>
        Workers[0].UntilAsync(() => Enumerable.Range(0, ranks).All(rank => File.Exists(string.Create(CultureInfo.InvariantCulture, $"{path}.{rank}"))));

    /// <summary>Cancels a task, and waits until it is CANCELED.</summary>
    internal async Task<TaskRecord> CancelAsync(TaskHandle task)
    {
        await Client.CancelAsync(task);
        var record = await task.EndsAsync();
        Assert.Equal(TaskState.Canceled, record.State);
        return record;
    }

    /// <summary>The arguments of each worker.</summary>
    private protected abstract string[][] Arguments { get; }
}
