using ScaleMs.Actors.Node.Tests.Clusters;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.Provisioning;

/// <summary>Workers that the master starts through a real sshd.</summary>
public sealed class SshWorkersTests
{
    [SshFact]
    public async Task A_worker_on_a_host_runs_tasks_and_is_gone_after_a_stop()
    {
        await using var cluster = new TestCluster();
        await using var host = await SshHost.StartAsync(cluster.Directory);
        await cluster.SeedAsync("--set", $"scalems.provisioning.ssh=ssh -F {host.ConfigFile}", "--set", $"scalems.provisioning.directory={cluster.Directory.File("there")}");

        await cluster.EndedAsync(0, "workers", "add", "--launcher", "ssh", "--host", "node", "--ranks", "2", "--wait");
        using var file = TaskFile.Of("""{"mode": "task.shell", "command": "echo ${SSH_CONNECTION:+by ssh}"}""");
        var run = await cluster.EndedAsync(0, "submit", file.Path);
        Assert.Equal("by ssh\n", Assert.Single(ResultText.Parse(run.Output)).Text("stdout"));
        Assert.Contains("process ", string.Join('\n', (await cluster.EndedAsync(0, "workers", "list")).Output), StringComparison.Ordinal);

        await cluster.EndedAsync(0, "stop");
        Assert.Equal("0", File.ReadAllText(Assert.Single(Directory.GetFiles(cluster.Directory.File("there"), "*.exit"))).Trim());
    }

    [SshFact]
    public async Task A_host_whose_key_is_not_known_or_that_is_not_there_is_reported()
    {
        await using var cluster = new TestCluster();
        await using var host = await SshHost.StartAsync(cluster.Directory);
        await cluster.SeedAsync("--set", $"scalems.provisioning.ssh=ssh -F {host.UnknownHostConfigFile}");

        var unknown = await cluster.EndedAsync(1, "workers", "add", "--launcher", "ssh", "--host", "node", "--wait");
        Assert.Contains("Host key verification failed", unknown.Errors, StringComparison.Ordinal);

        var missing = await cluster.EndedAsync(1, "workers", "add", "--launcher", "ssh", "--host", "no-such-host.invalid", "--wait");
        Assert.Contains("no-such-host.invalid", missing.Errors, StringComparison.Ordinal);
    }
}
