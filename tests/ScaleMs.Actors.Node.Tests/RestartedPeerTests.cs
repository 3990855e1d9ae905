using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>A process that listens on the port of an earlier one is a new node.</summary>
public sealed class RestartedPeerTests
{
    [Fact]
    public async Task A_worker_that_is_killed_and_started_again_on_its_port_gets_back_what_it_lost_and_keeps_it()
    {
        string[] onItsPort = ["--set", $"akka.remote.dot-netty.tcp.port={Ports.Free()}", "--set", "scalems.worker.name=ant"];
        await using var cluster = new TestCluster();
        await cluster.SeedAsync("--set", "scalems.workers.lost-after=1s");
        var first = await cluster.WorkerAsync(onItsPort);
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync(cluster.AtGate("again"));
        await client.UntilAsync(1, TaskState.Executing);

        first.Kill();
        await cluster.WorkerAsync(onItsPort);
        cluster.Open();
        await client.UntilAsync(1, TaskState.Done);
        using var more = TaskFile.Echoes(100, 0);
        await cluster.EndedAsync(0, "submit", more.Path);

        Assert.Equal(2, (await client.RecordAsync("again")).Attempt);
        await client.UntilAsync(static status => status.Workers.Length == 1);
    }

    [Fact]
    public async Task A_client_that_is_killed_and_started_again_on_its_port_is_served()
    {
        string[] onItsPort = ["--set", $"akka.remote.dot-netty.tcp.port={Ports.Free()}"];
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var observer = await cluster.ConnectAsync();
        using var file = TaskFile.Of(cluster.AtGate("held"));
        var first = cluster.Client(["submit", file.Path, .. onItsPort]);
        await observer.UntilAsync(1, TaskState.Executing);

        first.Kill();
        using var more = TaskFile.Echoes(100, 0);
        await cluster.EndedAsync(0, ["submit", more.Path, .. onItsPort]);
        cluster.Open();
        await observer.UntilAsync(101, TaskState.Done);
    }
}
