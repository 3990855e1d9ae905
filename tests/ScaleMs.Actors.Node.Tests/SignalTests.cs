using System.Diagnostics;
using System.Text.Json;
using Akka.Configuration;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Verbs;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Effects of signals on nodes and tasks.</summary>
public sealed class SignalTests
{
    /// <summary>On SIGTERM it prints that it has saved its state.</summary>
    private const string Saving = "trap 'echo saved; exit 0' TERM; echo begun; while :; do sleep 0.05; done";

    /// <summary>Receives the signal and continues.</summary>
    private const string Deaf = "trap 'echo no' TERM; echo begun; while :; do sleep 0.05; done";

    [Theory]
    [InlineData("process")]
    [InlineData("none")]
    public async Task A_cancelled_program_is_told_and_what_it_then_prints_is_in_its_record(string isolation)
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync(1, "--set", $"scalems.worker.isolation={isolation}", "--set", "scalems.worker.grace=5m");
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync(Shell("saving", Saving), Shell("after", "echo after"));
        await BegunAsync(cluster, "saving");

        await cluster.EndedAsync(0, "cancel", "saving");

        await client.UntilAsync(1, TaskState.Done);
        var record = await client.RecordAsync("saving");
        Assert.Equal((TaskState.Canceled, "begun\nsaved\n"), (record.State, record.Stdout));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("none")]
    public async Task A_cancelled_program_that_does_not_listen_is_killed_after_the_grace(string isolation)
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync(1, "--set", $"scalems.worker.isolation={isolation}", "--set", "scalems.worker.grace=300ms");
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync(Shell("deaf", Deaf), Shell("after", "echo after"));
        await BegunAsync(cluster, "deaf");

        await cluster.EndedAsync(0, "cancel", "deaf");

        await client.UntilAsync(1, TaskState.Done);
        var record = await client.RecordAsync("deaf");
        Assert.Equal(TaskState.Canceled, record.State);
        Assert.StartsWith("begun\nno\n", record.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("process")]
    [InlineData("none")]
    public async Task A_program_whose_time_is_up_has_the_grace_too(string isolation)
    {
        // Longer than the grace period of a function.
        const string Slow = "trap 'sleep 1; echo saved; exit 0' TERM; echo begun; while :; do sleep 0.05; done";
        using var file = TaskFile.Of(Shell("slow", Slow, ", \"timeout\": 1"));
        await using var run = NodeProcess.Start("run", file.Path, "--slots", "1", "--set", $"scalems.worker.isolation={isolation}", "--set", "scalems.worker.grace=5m");

        await run.ExitsWithAsync(1);
        var result = Assert.Single(ResultText.Parse(run.Output));
        Assert.StartsWith("timeout: ", result.Exception(), StringComparison.Ordinal);
        Assert.Equal("begun\nsaved\n", result.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task A_seed_that_is_told_to_end_before_it_is_ready_ends()
    {
        using var host = NodeHost.Build(
            ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.port = 0, scalems.journal = off, scalems.log.level = ERROR"),
            static (services, config) => services.AddSeed(config));
        var told = SeedVerb.DrainAsync(host);

        Assert.Equal(0, await NodeHost.RunAsync(host, static (_, _) => { }).WaitAsync(NodeProcess.Long));
        await told;
    }

    [Fact]
    public async Task A_worker_ends_soon_also_while_another_one_is_lost()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var lost = await cluster.WorkerAsync();
        var worker = await cluster.WorkerAsync();
        await worker.UntilAsync(() => worker.Errors.Contains("Registered with", StringComparison.Ordinal));
        lost.Kill();
        await lost.ExitsAsync();
        var told = Stopwatch.GetTimestamp();

        worker.Terminate();

        await worker.ExitsWithAsync(0);
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.DoesNotContain("No master is left", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_submit_leaves_its_tasks_running_and_says_where_the_results_are()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(TaskFile.Echo(1, 0), cluster.AtGate("waiting"));
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        var submit = cluster.Client("submit", file.Path);
        await submit.PrintsAsync(1);
        await client.UntilAsync(1, TaskState.Executing);

        submit.Terminate();

        await submit.ExitsWithAsync(143);
        var hint = submit.Errors.Split('\n')[^1];
        Assert.Contains("keep running", hint, StringComparison.Ordinal);
        var id = hint.Split("'scalems results ")[1].Split('\'')[0];
        Assert.Equal(TaskState.Executing, (await client.RecordAsync("waiting")).State);

        cluster.Open();
        Assert.Equal(2, (await cluster.EndedAsync(0, "results", id)).Output.Length);
    }

    private static async Task BegunAsync(TestCluster cluster, string uid)
    {
        var logs = cluster.Client("logs", "--follow", uid);
        await logs.PrintsAsync(1);
    }

    private static string Shell(string uid, string command, string more = "") =>
        $$"""{"uid": "{{uid}}", "mode": "task.shell", "command": {{JsonSerializer.Serialize(command)}}{{more}}}""";
}
