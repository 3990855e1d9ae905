using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Clusters;

/// <summary>The Slurm and the sshd that other tests start workers with.</summary>
public sealed class ClusterHostTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private string Output => _directory.File("output");

    public void Dispose() => _directory.Dispose();

    [SlurmFact]
    public async Task A_job_runs_and_its_output_appears()
    {
        await using var cluster = await SlurmCluster.StartAsync(_directory);

        await SubmitAsync(cluster, "echo $SLURM_JOB_PARTITION $SLURM_CPUS_ON_NODE", "--partition", "long", "--ntasks", "8");

        await cluster.UntilAsync(async () => (await cluster.JobsAsync()).Length == 0);
        Assert.Equal("long 8\n", await File.ReadAllTextAsync(Output));
    }

    [SlurmFact]
    public async Task A_job_that_is_cancelled_is_gone()
    {
        await using var cluster = await SlurmCluster.StartAsync(_directory);
        var job = await SubmitAsync(cluster, "echo $$; exec sleep 1000");
        var process = await PrintedIdAsync(cluster);
        Assert.Equal([job], await cluster.JobsAsync());

        await cluster.RunAsync("scancel", job);

        await cluster.UntilAsync(async () => (await cluster.JobsAsync()).Length == 0);
        Assert.False(ProcessTree.Runs(process));
    }

    [SlurmFact]
    public async Task A_node_whose_daemon_was_killed_runs_its_old_job_on_and_a_new_one()
    {
        await using var cluster = await SlurmCluster.StartAsync(_directory);
        var old = await SubmitAsync(cluster, "echo $$; exec sleep 1000");
        var process = await PrintedIdAsync(cluster);
        var daemon = cluster.SlurmdId;

        await cluster.KillSlurmdAsync();
        Assert.False(ProcessTree.Runs(daemon));
        await cluster.RestartSlurmdAsync();

        var output = _directory.File("new");
        await SubmitAsync(cluster, $"echo new > {output}");
        await cluster.UntilAsync(async () => File.Exists(output) && (await cluster.JobsAsync()).SequenceEqual([old]));
        Assert.True(ProcessTree.Runs(process));
    }

    [SlurmFact]
    public async Task No_process_of_an_ended_cluster_is_left()
    {
        long[] processes;
        await using (var cluster = await SlurmCluster.StartAsync(_directory))
        {
            // It is neither a process of the job's session, nor impressed by SIGTERM, nor known by its environment.
            await SubmitAsync(cluster, "setsid env -i /bin/sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & wait");
            var process = await PrintedIdAsync(cluster);
            processes = cluster.Processes;
            Assert.Contains(process, processes);
            Assert.Contains(cluster.SlurmdId, processes);
        }

        Assert.DoesNotContain(processes, ProcessTree.Runs);
    }

    [SlurmFact]
    public async Task Two_clusters_do_not_know_each_other()
    {
        using var directory = new TestDirectory();
        var clusters = await Task.WhenAll(SlurmCluster.StartAsync(_directory), SlurmCluster.StartAsync(directory));
        await using var first = clusters[0];
        await using var second = clusters[1];

        var job = await SubmitAsync(first, "sleep 1000");

        Assert.Equal([job], await first.JobsAsync());
        Assert.Empty(await second.JobsAsync());
    }

    [SlurmFact]
    public async Task A_cluster_that_cannot_start_says_why()
    {
        Directory.CreateDirectory(_directory.File("state"));
        await File.WriteAllTextAsync(_directory.File("state/clustername"), "another");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SlurmCluster.StartAsync(_directory));

        Assert.Contains("CLUSTER NAME MISMATCH", error.Message, StringComparison.Ordinal);
    }

    [SshFact]
    public async Task A_command_runs_on_a_host_with_a_known_key()
    {
        await using var host = await SshHost.StartAsync(_directory);

        var run = await SshAsync(host.ConfigFile, "echo hi");

        Assert.Equal(new ProgramRun(0, "hi\n", ""), run);
    }

    [SshFact]
    public async Task A_host_with_an_unknown_key_is_refused()
    {
        await using var host = await SshHost.StartAsync(_directory);

        var run = await SshAsync(host.UnknownHostConfigFile, "echo hi");

        Assert.Equal((255, ""), (run.Code, run.Output));
        Assert.Contains("Host key verification failed", run.Errors, StringComparison.Ordinal);
    }

    [SshFact]
    public async Task No_process_of_an_ended_host_is_left()
    {
        long[] processes;
        await using (var host = await SshHost.StartAsync(_directory))
        {
            var run = await SshAsync(host.ConfigFile, "nohup setsid sleep 1000 > /dev/null 2>&1 & echo $!");
            Assert.True(run.Code == 0, run.Errors);
            processes = host.Processes;
            Assert.Contains(host.Id, processes);
            Assert.True(processes.Length > 1);
        }

        Assert.DoesNotContain(processes, ProcessTree.Runs);
    }

    private async Task<string> SubmitAsync(SlurmCluster cluster, string line, params string[] more) =>
        (await cluster.RunAsync("sbatch", ["--parsable", "--output", Output, "--chdir", _directory.Path, "--wrap", line, .. more])).Trim();

    private async Task<long> PrintedIdAsync(SlurmCluster cluster)
    {
        var id = 0L;
        await cluster.UntilAsync(async () => File.Exists(Output) && long.TryParse(await File.ReadAllTextAsync(Output), out id));
        return id;
    }

    private static Task<ProgramRun> SshAsync(string configuration, string command) =>
        ProgramRun.OfAsync(new Dictionary<string, string>(), "ssh", "-F", configuration, "node", command);
}
