using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Standard streams without a reader, or closed by the caller.</summary>
public sealed class GoneReaderTests
{
    private const string Line = """{"module": "System.Math", "func": "Sqrt", "args": [4.0]}""";

    /// <summary>A pipe to a reader that exits after one line, with the exit code of the writer.</summary>
    private const string ToHead = "{ \"$@\"; echo \"code $?\" >&2; } | head -1";

    [Fact]
    public async Task A_run_whose_reader_goes_away_ends_and_says_so_although_it_has_nothing_more_to_write()
    {
        using var file = TaskFile.Of(Line, """{"mode": "task.shell", "command": "sleep 1000"}""");

        var run = await ShellRun.OfAsync(ToHead, "run", file.Path, "--slots", "2");

        Assert.Contains("code 1", run.Errors, StringComparison.Ordinal);
        Assert.Contains("the results cannot be written to standard output: Broken pipe", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Output.TrimEnd().Split('\n'));
        run.HasNoTrace();
    }

    [Fact]
    public async Task A_run_of_many_results_ends_with_its_reader()
    {
        using var file = TaskFile.Of([.. Enumerable.Repeat(Line, 5_000), """{"mode": "task.shell", "command": "sleep 1000"}"""]);

        var run = await ShellRun.OfAsync(ToHead, "run", file.Path, "--quiet");

        Assert.Contains("code 1", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Broken pipe", run.Errors, StringComparison.Ordinal);
        run.HasNoTrace();
    }

    [Fact]
    public async Task A_submit_whose_reader_goes_away_leaves_and_says_how_to_get_the_results()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(Line, cluster.AtGate("at-gate"));
        await cluster.SeedAsync();
        await cluster.WorkerAsync();

        var submit = await ShellRun.OfAsync(ToHead, "submit", file.Path, "--seed", cluster.Address, "--quiet");

        Assert.Contains("code 1", submit.Errors, StringComparison.Ordinal);
        submit.HasNoTrace();
        var id = submit.Errors.Split("'scalems results ")[1].Split('\'')[0];
        cluster.Open();
        Assert.Equal(2, (await cluster.EndedAsync(0, "results", id)).Output.Length);
    }

    [Theory]
    [InlineData("results {0}")]
    [InlineData("watch --all")]
    [InlineData("watch at-gate")]
    [InlineData("logs --follow at-gate")]
    public async Task A_verb_that_waits_ends_soon_when_its_reader_goes_away(string verb)
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var id = await cluster.SubmitAsync(cluster.AtGate("at-gate"));

        var run = await ShellRun.OfAsync("{ \"$@\"; echo \"code $?\" >&2; } | true", [.. string.Format(verb, id).Split(' '), "--seed", cluster.Address]);

        Assert.Contains("code 1", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Broken pipe", run.Errors, StringComparison.Ordinal);
        run.HasNoTrace();
    }

    [Fact]
    public async Task A_verb_that_prints_fails_in_words_when_nobody_reads_it_or_its_output_is_closed()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var id = await cluster.SubmitAsync(Line);
        string[][] verbs = [["status"], ["status", "--json"], ["report"], ["query"], ["hello"], ["results", id, "--no-wait"]];

        foreach (var verb in verbs)
        {
            var closed = await ShellRun.OfAsync("exec \"$@\" >&-", [.. verb, "--seed", cluster.Address]);
            Assert.Equal(2, closed.Code);
            Assert.Contains("standard output is closed", closed.Errors, StringComparison.Ordinal);
            closed.HasNoTrace();
        }

        foreach (var verb in verbs[..5])
        {
            var full = await ShellRun.OfAsync("exec \"$@\" > /dev/full", [.. verb, "--seed", cluster.Address]);
            Assert.Equal(1, full.Code);
            Assert.Contains("cannot write to standard output: No space left on device", full.Errors, StringComparison.Ordinal);
            full.HasNoTrace();
        }

        var cancel = await ShellRun.OfAsync("exec \"$@\" >&-", "cancel", "--submission", id, "--seed", cluster.Address);
        Assert.Equal(1, cancel.Code);
        cancel.HasNoTrace();
        Assert.Contains("CANCELED", Assert.Single((await cluster.EndedAsync(1, "results", id)).Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec \"$@\" >&-", 2, "standard output is closed; --output FILE")]
    [InlineData("exec \"$@\" <&- >&-", 2, "standard output is closed; --output FILE")]
    [InlineData("exec \"$@\" <&-", 0, "1 done")]
    [InlineData("exec \"$@\" 2>&-", 0, "")]
    [InlineData("exec \"$@\" 2> /dev/full", 0, "")]
    [InlineData("exec \"$@\" <&- 2>&-", 0, "")]
    [InlineData("exec \"$@\" -o out <&- >&- 2>&-", 0, "")]
    public async Task A_run_with_closed_streams_runs_or_says_why_not(string line, int code, string said)
    {
        using var file = TaskFile.Of(Line);

        var run = await ShellRun.OfAsync(line, "run", file.Path);

        Assert.True(run.Code == code, $"{run.Code}: {run.Errors}");
        Assert.Contains(said, run.Errors, StringComparison.Ordinal);
        Assert.Equal(code == 0 && !line.Contains("-o", StringComparison.Ordinal), run.Output.Contains("DONE", StringComparison.Ordinal));
        run.HasNoTrace();
    }

    [Fact]
    public async Task A_closed_standard_input_is_an_error_in_words()
    {
        foreach (var line in (string[])["exec \"$@\" <&-", "exec \"$@\" 0> write-only"])
        {
            var run = await ShellRun.OfAsync(line, "run", "-");

            Assert.NotEqual(0, run.Code);
            Assert.StartsWith("scalems: ", run.Errors, StringComparison.Ordinal);
            run.HasNoTrace();
        }
    }

    [Fact]
    public async Task Results_of_one_run_follow_those_of_another_in_the_same_file()
    {
        using var directory = new TestDirectory();
        using var file = TaskFile.Of(Line);

        var run = await ShellRun.OfAsync($"{{ \"$@\"; \"$@\"; }} > {directory.File("out")}", "run", file.Path);

        Assert.Equal(0, run.Code);
        Assert.Equal(["DONE", "DONE"], ResultText.Parse(await File.ReadAllLinesAsync(directory.File("out"))).Select(ResultText.State));
    }
}
