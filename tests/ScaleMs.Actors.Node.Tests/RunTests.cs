using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

public sealed class RunTests
{
    private const string Root = """{"module": "System.Math", "func": "Sqrt", "args": [2.0]}""";

    [Fact]
    public async Task Every_line_gets_one_result_with_all_keys()
    {
        using var file = TaskFile.Of(Root, "", """{"mode": "task.shell", "command": "echo out; echo err >&2; exit 3"}""");
        await using var run = NodeProcess.Start("run", file.Path, "--ordered");

        await run.ExitsWithAsync(1);
        var results = ResultText.Parse(run.Output);
        Assert.Equal([1, 3], results.Select(ResultText.Line));
        Assert.Equal(
            ["line", "uid", "state", "return_value", "stdout", "stderr", "exit_code", "error_kind", "exception", "exception_detail"],
            results[0].EnumerateObject().Select(static property => property.Name));
        Assert.Equal(Math.Sqrt(2), results[0].Value().GetDouble());
        Assert.Equal(
            ("FAILED", "out\n", "err\n", 3),
            (results[1].State(), results[1].GetProperty("stdout").GetString(), results[1].GetProperty("stderr").GetString(), results[1].GetProperty("exit_code").GetInt32()));
        Assert.Equal([null, "user_error"], results.Select(static result => result.GetProperty("error_kind").GetString()));
        Assert.Contains("2 tasks", run.Errors, StringComparison.Ordinal);
        Assert.Contains("line 3: exit code 3: err", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_output()
    {
        using var file = TaskFile.Echoes(200, 0);
        await using var first = NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules);
        await using var second = NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules, "--slots", "5");

        await first.ExitsWithAsync(0);
        await second.ExitsWithAsync(0);
        Assert.Equal(200, first.Output.Length);
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task Malformed_lines_are_named_and_all_others_run()
    {
        using var file = TaskFile.Of(
            Root,
            "{\"module\": ",
            "[1, 2]",
            """{"func": "Sqrt", "module": "System.Math", "arguments": [1]}""",
            """{"mode": "task.dance"}""",
            """{"module": "System.Nowhere", "func": "f"}""",
            """{"module": "System.Math", "func": "Sqroot", "args": [1]}""",
            """{"module": "System.Math", "func": "Sqrt", "args": [1, 2]}""",
            """{"module": "System.Math", "func": "Sqrt", "args": ["two"]}""",
            """{"module": "System.IO.File", "func": "ReadAllText", "args": ["/no/such/file"]}""",
            """{"mode": "scalems.cpi", "metadata": {"dance": 1}}""",
            Root);
        await using var run = NodeProcess.Start("run", file.Path, "--ordered");

        await run.ExitsWithAsync(1);
        var results = ResultText.Parse(run.Output);
        Assert.Equal(Enumerable.Range(1, 12), results.Select(ResultText.Line));
        Assert.Equal(["DONE", .. Enumerable.Repeat("FAILED", 10), "DONE"], results.Select(ResultText.State));
        string[] reasons = ["column", "one JSON object", "arguments", "task.dance", "System.Nowhere", "Sqroot", "fewer positional", "System.Double", "DirectoryNotFoundException", "dance"];
        Assert.All(reasons.Zip(results.Skip(1)), static pair => Assert.Contains(pair.First, $"{pair.Second.Exception()}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Standard_input_is_read_and_a_file_written()
    {
        using var output = TaskFile.Of();
        await using var run = NodeProcess.StartWith(Root, null, "run", "-", "--output", output.Path, "--details");

        await run.ExitsWithAsync(0);
        Assert.Empty(run.Output);
        var result = Assert.Single(ResultText.Parse(await File.ReadAllLinesAsync(output.Path)));
        Assert.Equal(1, result.GetProperty("attempt").GetInt32());
        Assert.Equal(JsonValueKind.String, result.GetProperty("finished").ValueKind);
    }

    [Fact]
    public async Task An_empty_file_is_all_done()
    {
        using var file = TaskFile.Of();
        await using var run = NodeProcess.Start("run", file.Path);

        await run.ExitsWithAsync(0);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_signal_cancels_what_runs_and_reports_it()
    {
        using var file = TaskFile.Of(
            TaskFile.Echo(1, 0),
            """{"module": "ScaleMs.Actors.Samples.Work", "func": "ForeverAsync"}""",
            """{"mode": "task.shell", "command": "echo $$; exec sleep 1000"}""");
        await using var run = NodeProcess.Start("run", file.Path, "--modules", TaskFile.Modules, "--slots", "3");
        await run.PrintsAsync(1);

        run.Terminate();

        await run.ExitsWithAsync(130);
        Assert.Equal(["CANCELED", "CANCELED", "DONE"], ResultText.Parse(run.Output).Select(ResultText.State).Order());
        Assert.Contains("2 canceled", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_waits_for_programs_that_take_the_time_that_they_were_given()
    {
        // Longer than the wait with the default grace period.
        using var file = TaskFile.Of("""{"mode": "task.shell", "command": "trap 'sleep 11; echo saved; exit 0' TERM; echo > ready; while :; do sleep 0.05; done"}""");
        using var directory = new TestDirectory();
        await using var run = NodeProcess.StartIn(directory, "run", file.Path, "--slots", "1", "--set", "scalems.worker.grace=5m");
        await run.UntilAsync(() => File.Exists(directory.File("ready")));

        run.Interrupt();

        await run.ExitsWithAsync(130);
        Assert.Equal("saved\n", Assert.Single(ResultText.Parse(run.Output)).GetProperty("stdout").GetString());
    }
}
