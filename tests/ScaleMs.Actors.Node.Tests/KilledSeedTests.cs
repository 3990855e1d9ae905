using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class KilledSeedTests
{
    private const int Kills = 5;

    // Failures are detected sooner than by default, so that five kills do not take a minute.
    private static readonly string[] Quick =
    [
        "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=2s",
        "--set", "akka.cluster.split-brain-resolver.stable-after=1s",
    ];

    [Fact]
    public async Task Of_a_seed_that_is_killed_five_times_amid_commits_no_accepted_task_is_lost_and_none_runs_after_it_was_reported()
    {
        const int Accepted = 400;
        const int Streamed = 400;
        await using var cluster = new TestCluster();
        using var accepted = cluster.Traced(Accepted, "accepted", "0.02");
        using var streamed = cluster.Traced(Streamed, "streamed", "0.02");
        var seed = await cluster.SeedAsync(Quick);
        await using var client = await cluster.ConnectAsync();
        var whole = cluster.Client("submit", accepted.Path, "--set", "scalems.log.level=INFO");
        await client.UntilAsync(static status => status.Counts.Values.Sum() == Accepted);
        var stream = cluster.Client("submit", streamed.Path, "--set", "scalems.client.max-in-flight=20", "--set", "scalems.log.level=INFO");
        await cluster.WorkerAsync(4, Quick);

        var reported = new List<(HashSet<int> Tasks, int Runs)>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Further results of each client have been reported since the last kill.
            await whole.PrintsAsync(Accepted * kill / (Kills + 2));
            await stream.PrintsAsync(Streamed * kill / (Kills + 2));
            seed.Kill();
            await seed.ExitsAsync();
            reported.Add((Lines(stream), cluster.Traces("streamed").Length));
            seed = await cluster.SeedAsync(Quick);
        }

        await whole.ExitsWithAsync(0);
        await stream.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(0, Accepted), cluster.Traces("accepted").Order());
        Assert.Equal(Enumerable.Range(1, Accepted), ResultText.Parse(whole.Output).Select(ResultText.Line).Order());

        // A task that started before its acceptance was acknowledged may run again; a task whose result was reported may not.
        Assert.Equal(Enumerable.Range(1, Streamed), ResultText.Parse(stream.Output).Select(ResultText.Line).Order());
        Assert.Equal(Enumerable.Range(0, Streamed), cluster.Traces("streamed").Distinct().Order());
        Assert.All(reported, before => Assert.DoesNotContain(cluster.Traces("streamed").Skip(before.Runs), before.Tasks.Contains));
    }

    /// <summary>Numbers of the tasks whose results it has printed.</summary>
    private static HashSet<int> Lines(NodeProcess client) => [.. ResultText.Parse(client.Output).Select(static result => result.Line() - 1)];
}
