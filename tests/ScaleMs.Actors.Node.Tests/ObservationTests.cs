using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class ObservationTests
{
    private const string Forever = """{"module": "ScaleMs.Actors.Samples.Work", "func": "ForeverAsync"}""";

    [Fact]
    public async Task Watch_tells_every_change_of_a_task_until_it_is_final()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of("""{"uid": "my-task", "mode": "task.shell", "command": "echo done"}""");
        await cluster.SeedAsync();
        await cluster.EndedAsync(0, "submit", file.Path, "--detach");
        var watch = cluster.Client("watch", "my-task", "--set", "scalems.log.level=INFO");
        var all = cluster.Client("watch", "--all");
        await cluster.WorkerAsync();

        await watch.ExitsWithAsync(0);
        for (var n = 0; !ResultText.Parse(all.Output).Any(static change => change.GetProperty("to").GetString() == "DONE"); n++)
        {
            // It may have subscribed too late for the earlier ones.
            using var more = TaskFile.Of($$"""{"uid": "later-{{n}}", "mode": "task.shell", "command": "echo done"}""");
            await cluster.EndedAsync(0, "submit", more.Path);
        }

        all.Interrupt();
        await all.ExitsWithAsync(130);

        await cluster.EndedAsync(0, "watch", "my-task");
        var unknown = await cluster.EndedAsync(1, "watch", "nobody");
        Assert.Contains("nobody", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_goes_on_when_the_master_was_killed_and_started_again()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of("""{"uid": "my-task", "mode": "task.shell", "command": "echo done"}""");
        var first = await cluster.SeedAsync();
        await cluster.EndedAsync(0, "submit", file.Path, "--detach");
        var watch = cluster.Client("watch", "my-task");
        var all = cluster.Client("watch", "--all");
        await cluster.WatchedAsync(all);

        first.Kill();
        await first.ExitsAsync();
        await watch.SaysAsync("the connection to the master is lost");
        await all.SaysAsync("the connection to the master is lost");
        await cluster.SeedAsync();
        await watch.SaysAsync("the master is back");
        await all.SaysAsync("the master is back");
        await cluster.WorkerAsync();

        await watch.ExitsWithAsync(0);
        await cluster.WatchedAsync(all);
    }

    [Fact]
    public async Task Logs_follow_what_a_task_prints_while_it_runs()
    {
        await using var cluster = new TestCluster();
        var gate = cluster.Directory.File("gate");
        using var file = TaskFile.Of(
            $$"""{"uid": "talks", "mode": "task.shell", "command": "echo begun; echo oops >&2; while [ ! -e {{gate}} ]; do sleep 0.05; done; echo ended"}""");
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await cluster.EndedAsync(0, "submit", file.Path, "--detach");

        var logs = cluster.Client("logs", "--follow", "talks");
        await logs.PrintsAsync(1);
        await logs.UntilAsync(() => logs.Errors.Length > 0);
        Assert.Equal(["begun"], logs.Output);
        Assert.Equal("oops", logs.Errors);
        await File.WriteAllTextAsync(gate, "");

        await logs.ExitsWithAsync(0);
        Assert.Equal(["begun", "ended"], logs.Output);
        var later = await cluster.EndedAsync(0, "logs", "talks");
        Assert.Equal(["begun", "ended"], later.Output);
        Assert.Equal("oops", later.Errors);
        var unknown = await cluster.EndedAsync(1, "logs", "nobody");
        Assert.Contains("nobody", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_tells_what_became_of_all_work_as_text_and_as_json()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(
            TaskFile.Echo(1, 0), TaskFile.Echo(1, 0), """{"mode": "task.shell", "command": "exit 3"}""", """{"module": "System.Math", "func": "Sqroot"}""");
        var seed = await cluster.SeedAsync("--set", $"scalems.master.report={cluster.Directory.File("report.json")}");
        await cluster.WorkerAsync("--set", "scalems.worker.name=ant");
        await cluster.EndedAsync(1, "submit", file.Path);

        var text = await cluster.EndedAsync(0, "report");
        var json = await cluster.EndedAsync(0, "report", "--json");
        var said = string.Join('\n', text.Output);
        Assert.Contains("4 tasks accepted: 2 done, 2 failed, 0 canceled", said, StringComparison.Ordinal);
        Assert.Contains("1 duplicates were not run", said, StringComparison.Ordinal);
        Assert.Contains("exit code 3", said, StringComparison.Ordinal);
        Assert.Contains("ant", said, StringComparison.Ordinal);
        var report = JsonSerializer.Deserialize<JsonElement>(Assert.Single(json.Output));
        Assert.Equal((4, 1), (report.GetProperty("accepted").GetInt32(), report.GetProperty("duplicate_hits").GetInt32()));

        var stop = await cluster.EndedAsync(0, "stop");
        await seed.ExitsWithAsync(0);
        Assert.Empty(stop.Output);
        Assert.Contains("2 failed", stop.Errors, StringComparison.Ordinal);
        Assert.Contains("4 tasks accepted", seed.Errors, StringComparison.Ordinal);
        var kept = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(cluster.Directory.File("report.json")));
        Assert.Equal(2, kept.GetProperty("counts").GetProperty("FAILED").GetInt32());
    }

    [Fact]
    public async Task Stop_now_names_what_it_dropped()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(Forever, """{"mode": "task.shell", "command": "sleep 1000"}""", """{"uid": "never-begun", "mode": "task.shell", "command": "true"}""");
        var seed = await cluster.SeedAsync();
        var worker = await cluster.WorkerAsync();
        var submit = cluster.Client("submit", file.Path, "--ordered");
        await submit.SaysAsync("submission ");
        await submit.UntilAsync(async () => (await StatusOf(cluster)).Contains("2 EXECUTING", StringComparison.Ordinal));

        var stop = await cluster.EndedAsync(0, "stop", "--now");

        Assert.Equal(3, stop.Output.Length);
        Assert.Contains("never-begun", stop.Output);
        Assert.Contains("3 tasks were dropped", stop.Errors, StringComparison.Ordinal);
        await submit.ExitsWithAsync(1);
        Assert.Equal(["CANCELED", "CANCELED", "CANCELED"], ResultText.Parse(submit.Output).Select(ResultText.State));
        await seed.ExitsWithAsync(0);
        await worker.ExitsWithAsync(0);
    }

    [Fact]
    public async Task A_submission_is_queried_and_cancelled_by_its_id()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(Forever, """{"mode": "task.shell", "command": "sleep 1000"}""");
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var id = Assert.Single((await cluster.EndedAsync(0, "submit", file.Path, "--detach")).Output);

        var query = await cluster.EndedAsync(0, "query", "--submission", id);
        Assert.Equal([0, 1], ResultText.Parse(query.Output).Select(static record => record.GetProperty("index").GetInt32()));
        await cluster.EndedAsync(0, "cancel", "--submission", id);
        var results = await cluster.EndedAsync(1, "results", id);

        Assert.Equal(["CANCELED", "CANCELED"], ResultText.Parse(results.Output).Select(ResultText.State));
    }

    private static async Task<string> StatusOf(TestCluster cluster) => string.Join('\n', (await cluster.EndedAsync(0, "status")).Output);
}
