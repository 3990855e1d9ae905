using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class RecoveryTests
{
    [Fact]
    public async Task A_seed_that_is_killed_and_started_again_on_its_journal_loses_no_task_and_runs_none_twice()
    {
        const int Count = 300;
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "0.02");
        var first = await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var submit = cluster.Client("submit", file.Path);
        await submit.PrintsAsync(Count / 10);

        first.Kill();
        await first.ExitsAsync();
        var second = await cluster.SeedAsync();

        await submit.ExitsWithAsync(0);
        Assert.Contains("the connection to the master is lost", submit.Errors, StringComparison.Ordinal);
        Assert.Contains("the master is back", submit.Errors, StringComparison.Ordinal);
        Assert.Contains("unfinished", second.Errors, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, Count), ResultText.Parse(submit.Output).Select(ResultText.Line).Order());
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Order());
    }

    [Fact]
    public async Task Results_of_a_client_that_was_killed_are_fetched_by_another_process()
    {
        const int Count = 60;
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "0.05");
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var submit = cluster.Client("submit", file.Path);
        var id = IdIn(await submit.SaysAsync("submission "));
        await submit.PrintsAsync(Count / 4);

        submit.Kill();
        await submit.ExitsAsync();

        var results = await cluster.EndedAsync(0, "results", id, "--ordered");
        Assert.Equal(Enumerable.Range(0, Count), ResultText.Parse(results.Output).Select(static result => result.GetProperty("index").GetInt32()));
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Order());
        var again = await cluster.EndedAsync(0, "results", id, "--ordered", "--no-wait");
        Assert.Equal(results.Output, again.Output);
    }

    [Fact]
    public async Task A_submission_that_is_taken_up_again_runs_nothing_twice()
    {
        const int Count = 40;
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "0.05");
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var submit = cluster.Client("submit", file.Path);
        var id = IdIn(await submit.SaysAsync("submission "));
        await submit.PrintsAsync(Count / 4);
        submit.Kill();
        await submit.ExitsAsync();

        var again = await cluster.EndedAsync(0, "submit", file.Path, "--ordered", "--submission", id);
        var onceMore = await cluster.EndedAsync(0, "submit", file.Path, "--ordered", "--submission", id);

        Assert.Equal(Enumerable.Range(1, Count), ResultText.Parse(again.Output).Select(ResultText.Line));
        Assert.Equal(again.Output, onceMore.Output);
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Order());
    }

    [Fact]
    public async Task A_submission_that_is_taken_up_with_other_tasks_gets_a_reason_and_no_wrong_result()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(TaskFile.Echo(1, 0), TaskFile.Echo(2, 0));
        using var changed = TaskFile.Of(TaskFile.Echo(1, 0), TaskFile.Echo(3, 0));
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var id = Assert.Single((await cluster.EndedAsync(0, "submit", file.Path, "--detach")).Output);

        var again = await cluster.EndedAsync(1, "submit", changed.Path, "--submission", id, "--ordered");

        var results = ResultText.Parse(again.Output);
        Assert.Equal(["DONE", "FAILED"], results.Select(ResultText.State));
        Assert.Contains("with the same tasks", results[1].Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_cancels_also_what_a_restarted_master_has()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(TaskFile.Echo(1, 0), """{"mode": "task.shell", "command": "sleep 1000"}""");
        var first = await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var submit = cluster.Client("submit", file.Path);
        await submit.PrintsAsync(1);
        first.Kill();
        await first.ExitsAsync();
        await cluster.SeedAsync();
        await submit.SaysAsync("the master is back");

        submit.Interrupt();

        await submit.ExitsWithAsync(130);
        Assert.Equal(["CANCELED", "DONE"], ResultText.Parse(submit.Output).Select(ResultText.State).Order());
    }

    [Fact]
    public async Task A_detached_submission_prints_its_id_and_runs_without_its_client()
    {
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(5, "trace", "0");
        await cluster.SeedAsync();

        var submit = await cluster.EndedAsync(0, "submit", file.Path, "--detach", "--quiet");
        var id = Assert.Single(submit.Output);
        Assert.Empty(submit.Errors);
        var early = await cluster.EndedAsync(1, "results", id, "--no-wait");
        Assert.Empty(early.Output);
        Assert.Contains("5 tasks are not final yet", early.Errors, StringComparison.Ordinal);
        await cluster.WorkerAsync();

        var results = await cluster.EndedAsync(0, "results", id);
        Assert.Equal(5, results.Output.Length);
    }

    [Fact]
    public async Task Results_of_a_submission_that_nobody_made_are_refused()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var id = $"{Guid.CreateVersion7()}";

        var waits = await cluster.EndedAsync(1, "results", id);
        var looks = await cluster.EndedAsync(1, "results", id, "--no-wait");

        Assert.Contains($"no submission {id}", waits.Errors, StringComparison.Ordinal);
        Assert.Contains($"no submission {id}", looks.Errors, StringComparison.Ordinal);
    }

    private static string IdIn(string announcement) => announcement.Split(' ', ';')[1];
}
