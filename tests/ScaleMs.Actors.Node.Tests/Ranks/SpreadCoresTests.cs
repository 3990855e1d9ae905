using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Ranks with cores of their own on two workers, each of which may use one core; where there is only one, both have it.</summary>
public sealed class SpreadCoresTests
{
    [Fact]
    public async Task Ranks_run_on_the_cores_that_their_task_has_on_their_worker()
    {
        var allowed = Affinity.Allowed();
        int[] cores = [allowed[0], allowed[^1]];
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await using var first = await WorkerAsync(cluster, cores[0]);
        await using var second = await WorkerAsync(cluster, cores[1]);
        await using var client = await cluster.ConnectAsync();

        // Cores that a task has had are free for the next one.
        for (var i = 0; i < 2; i++)
        {
            var record = await client.RunAsync(RankedCall.PythonWith(""", "cpu_affinity": true""", 2, "cores"));

            Assert.Equal(cores.Order(), record.Ranks().Select(static rank => (int)Assert.Single(rank)).Order());
        }
    }

    private static async Task<NodeProcess> WorkerAsync(TestCluster cluster, int core)
    {
        var worker = NodeProcess.StartInShell(cluster.Directory, $"set -- taskset -c {core} \"$@\"", "worker", "--seed", cluster.Address, "--slots", "1", "--mpi");
        await worker.SaysAsync("Registered");
        return worker;
    }
}
