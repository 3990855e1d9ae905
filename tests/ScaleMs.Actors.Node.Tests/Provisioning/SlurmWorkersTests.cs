using ScaleMs.Actors.Node.Tests.Clusters;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Provisioning;

/// <summary>Workers that are jobs of a real Slurm.</summary>
public sealed class SlurmWorkersTests
{
    [SlurmFact]
    public async Task Kill_9_of_worker_master_and_slurmd_loses_no_task_and_leaves_no_job()
    {
        const int Count = 80;
        await using var cluster = new TestCluster();
        await using var slurm = await SlurmCluster.StartAsync(cluster.Directory);
        cluster.Environment = slurm.Environment;
        using var file = cluster.Traced(Count, "trace", "0.1");
        string[] settings = ["--set", "scalems.provisioning.launcher=slurm", "--set", "scalems.workers.lost-after=2s", "--set", "scalems.master.recovery-wait=8s"];
        var seed = await cluster.SeedAsync(settings);
        await cluster.EndedAsync(0, "workers", "add", "--count", "2", "--ranks", "2", "--wait");
        Assert.Equal(2, (await slurm.JobsAsync()).Length);
        var submit = cluster.Client("submit", file.Path);
        await submit.PrintsAsync(5);

        await slurm.KillSlurmdAsync();
        var lost = (await slurm.RunAsync("squeue", "--noheader", "--format=%A %j")).Split('\n').First(static line => line.Contains("worker.0000", StringComparison.Ordinal));
        SlurmWorker.Kill(cluster, "0000");
        await submit.PrintsAsync(15);
        seed.Kill();
        await seed.ExitsAsync();
        await cluster.SeedAsync(settings);
        await slurm.RestartSlurmdAsync();

        await submit.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Distinct().Order());
        await slurm.UntilAsync(async () => !(await slurm.JobsAsync()).Contains(lost.Split(' ')[0]));
        await cluster.EndedAsync(0, "stop");
        await slurm.UntilAsync(async () => (await slurm.JobsAsync()).Length == 0);
    }

    [SlurmFact]
    public async Task A_job_that_waits_is_shown_and_cancelled_and_an_unknown_partition_is_named_with_the_nearest()
    {
        await using var cluster = new TestCluster();
        await using var slurm = await SlurmCluster.StartAsync(cluster.Directory);
        cluster.Environment = slurm.Environment;
        await cluster.SeedAsync("--set", "scalems.provisioning.launcher=slurm");

        var misspelled = await cluster.EndedAsync(1, "workers", "add", "--partition", "debgu", "--wait");
        Assert.Contains("partition is 'debgu'; did you mean 'debug'?", misspelled.Errors, StringComparison.Ordinal);

        // More cores than are free while the first one runs.
        await cluster.EndedAsync(0, "workers", "add", "--ranks", "8", "--minutes", "10", "--wait");
        await cluster.EndedAsync(0, "workers", "add", "--ranks", "8");
        var waiting = await cluster.EndedAsync(1, "workers", "add", "--ranks", "8", "--wait", "4");
        Assert.Contains("it is PENDING, job ", waiting.Errors, StringComparison.Ordinal);

        await cluster.EndedAsync(0, "workers", "release", "--all");
        await slurm.UntilAsync(async () => (await slurm.JobsAsync()).Length == 0);
    }
}
