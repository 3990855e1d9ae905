using System.Text.Json.Nodes;
using ScaleMs.Actors.Node.Tests.Clusters;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Ensembles;

/// <summary>The ensembles of the examples, run by workers that are jobs of a real Slurm, as docs/ensembles.md tells users to.</summary>
public sealed class EnsembleTests : IAsyncLifetime
{
    private const double ArgonAtoms = 512;

    private static readonly string[] Settings =
        ["--set", "scalems.provisioning.launcher=slurm", "--set", "scalems.workers.lost-after=2s", "--set", "scalems.master.recovery-wait=8s"];

    private static readonly double[] Temperatures = [0.8, 1.0, 1.2, 1.4];

    private NodeProcess? _seed;

    private TestCluster Cluster { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();

    [EnsembleFact("lmp")]
    public async Task A_LAMMPS_ensemble_under_Slurm_returns_its_files_and_their_means()
    {
        await using var slurm = await StartAsync("Lammps", workers: 1);

        var submit = await Cluster.EndedAsync(0, "submit", "ensemble.json");

        IsMelt(submit);
        await StopAsync(slurm);
    }

    [EnsembleFact("lmp")]
    public async Task Kill_9_of_worker_master_and_slurmd_loses_no_replica_and_no_file_and_leaves_no_job()
    {
        await using var slurm = await StartAsync("Lammps", workers: 2);
        Hold();
        var submit = Cluster.Client("submit", "ensemble.json");

        // The crystal and the first replica are done, and the ranks of the others run.
        await submit.PrintsAsync(2);
        await submit.UntilAsync(() => new[] { "1001", "1002", "1003", "1004" }.All(Begun().Contains));

        // Three replicas of two ranks do not fit into the four slots of one worker, so each of both has one.
        await slurm.KillSlurmdAsync();
        SlurmWorker.Kill(Cluster, "0000");
        await UntilOneWorkerAsync();
        _seed!.Kill();
        await _seed.ExitsAsync();
        await Cluster.SeedAsync(Settings);
        await slurm.RestartSlurmdAsync();
        await UntilOneWorkerAsync();
        Cluster.Open();

        await submit.ExitsWithAsync(0);
        IsMelt(submit);
        Assert.Single(Begun(), "1001");
        Assert.True(Begun().Count > 4, "no replica was lost with its worker");
        await StopAsync(slurm);
    }

    [EnsembleFact("gmx_mpi")]
    public async Task A_GROMACS_ensemble_under_Slurm_returns_its_files_and_their_means()
    {
        await using var slurm = await StartAsync("Gromacs", workers: 1);

        var submit = await Cluster.EndedAsync(0, "submit", "ensemble.json");

        var results = new EnsembleResults(submit.Output, Cluster.Directory);
        results.AreDone("box", "input-1", "input-2", "input-3", "replica-1", "replica-2", "replica-3", "summary", "table");
        for (var replica = 1; replica <= 3; replica++)
        {
            results.IsStored($"input-{replica}", $"replica-{replica}.tpr");
            results.IsStored($"replica-{replica}", $"replica-{replica}.xtc");
            results.IsFetched($"replica-{replica}", $"replica-{replica}.xvg");
            results.IsFetched($"replica-{replica}", $"replica-{replica}.log");
        }

        // docs/argon.md has the energy of an atom at this temperature and density.
        Assert.Equal(3, results.Rows.Length);
        Assert.All(results.Rows, static row => Assert.InRange(EnsembleResults.Number(row, "temperature"), 93.4, 95.4));
        Assert.All(results.Rows, static row => Assert.InRange(EnsembleResults.Number(row, "potential") / ArgonAtoms, -5.85, -5.78));
        results.HasTable("argon.csv");
        await StopAsync(slurm);
    }

    /// <summary>Starts Slurm, a seed and its workers, in a directory with the files of an example.</summary>
    private async Task<SlurmCluster> StartAsync(string example, int workers)
    {
        var examples = Path.Combine(Repository.Root, "src", "ScaleMs.Actors.Examples");
        foreach (var file in Directory.GetFiles(Path.Combine(examples, example)).Append(Path.Combine(examples, "slurm-worker.json")))
        {
            File.Copy(file, Cluster.Directory.File(Path.GetFileName(file)));
        }

        var slurm = await SlurmCluster.StartAsync(Cluster.Directory);
        try
        {
            Cluster.Environment = slurm.Environment;
            _seed = await Cluster.SeedAsync(Settings);
            await Cluster.EndedAsync(0, "workers", "add", "--description", "slurm-worker.json", "--count", $"{workers}", "--wait");
            Assert.Equal(workers, (await slurm.JobsAsync()).Length);
            return slurm;
        }
        catch
        {
            await slurm.DisposeAsync();
            throw;
        }
    }

    private async Task StopAsync(SlurmCluster slurm)
    {
        await Cluster.EndedAsync(0, "stop");
        await slurm.UntilAsync(async () => (await slurm.JobsAsync()).Length == 0);
    }

    private async Task UntilOneWorkerAsync()
    {
        await using var client = await Cluster.ConnectAsync();
        await client.UntilAsync(static status => status.Workers is [{ Reachable: true }]);
    }

    /// <summary>Lets the ranks of all replicas but the first wait for the gate.</summary>
    private void Hold()
    {
        Cluster.Directory.Write("held-lmp", $$"""
            for seed do :; done
            [ "$OMPI_COMM_WORLD_RANK" != 0 ] || echo "$seed" >> {{Cluster.Directory.File("begun")}}
            while [ "$seed" != 1001 ] && [ ! -e {{Cluster.Directory.File("gate")}} ]; do sleep 0.05; done
            exec lmp "$@"
            """);
        var path = Cluster.Directory.File("ensemble.json");
        var document = JsonNode.Parse(File.ReadAllText(path))!;
        for (var replica = 1; replica <= Temperatures.Length; replica++)
        {
            document["items"]![$"replica-{replica}"]!["executable"] = Cluster.Directory.File("held-lmp");
        }

        File.WriteAllText(path, document.ToJsonString());
    }

    /// <summary>The seeds of the replicas that have begun, one for each attempt.</summary>
    private List<string> Begun() => File.Exists(Cluster.Directory.File("begun")) ? [.. File.ReadLines(Cluster.Directory.File("begun"))] : [];

    private void IsMelt(NodeProcess submit)
    {
        var results = new EnsembleResults(submit.Output, Cluster.Directory);
        results.AreDone("start", "replica-1", "replica-2", "replica-3", "replica-4", "summary", "table");
        results.IsStored("start", "start.data");
        for (var replica = 1; replica <= Temperatures.Length; replica++)
        {
            results.IsFetched($"replica-{replica}", $"replica-{replica}.log");
            results.IsStored($"replica-{replica}", $"replica-{replica}.xyz");
        }

        // One rank alone, as without MPI, would say so in its log.
        Assert.Contains("on 2 procs", File.ReadAllText(Cluster.Directory.File("replica-1.log")), StringComparison.Ordinal);
        Assert.All(results.Rows.Zip(Temperatures), static pair =>
            Assert.InRange(EnsembleResults.Number(pair.First, "temperature") / pair.Second, 0.95, 1.05));
        var energies = results.Rows.Select(static row => EnsembleResults.Number(row, "energy")).ToList();
        Assert.Equal(energies.Order(), energies);
        results.HasTable("melt.csv");
    }
}
