using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>State that a function leaves behind in its slot is invisible to later tasks. One slot, results in order.</summary>
public sealed class TraceTests
{
    private const string Shell = """{"mode": "task.shell", "command": "sleep 0.5; echo fine"}""";

    [Theory]
    [InlineData(nameof(Traces.ThrowLater))]
    [InlineData(nameof(Traces.ThrowByTimer))]
    public async Task An_innocent_task_does_not_pay_for_anothers_crash_and_who_left_the_thread_is_named(string function)
    {
        // Well after the time for which a process waits for leftovers to end, and while the second shell would run in a process that stayed.
        const int Milliseconds = 900;
        await using var run = await RunAsync([Call(function, Milliseconds), Shell, Call(nameof(Traces.Collect)), Shell]);

        await run.ExitsWithAsync(0);
        var results = ResultText.Parse(run.Output);
        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
        Assert.Equal("fine\n", results[1].GetProperty("stdout").GetString());
        Assert.NotEqual(results[0].Value().GetInt32(), results[2].Value().GetInt32());
        Assert.Contains($"left by task {results[0].GetProperty("uid").GetString()}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_runs_beside_a_leftover_nobody_saw_runs_again_in_a_fresh_process()
    {
        await using var run = await RunAsync([Call(nameof(Traces.ThrowWhenCollected)), Call(nameof(Traces.Collect))]);

        await run.ExitsWithAsync(0);
        var results = ResultText.Parse(run.Output);
        Assert.NotEqual(results[0].Value().GetInt32(), results[1].Value().GetInt32());
        Assert.Equal(1, results[1].GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task A_crashing_function_is_FAILED_at_once_in_a_fresh_process_and_after_its_second_process_else()
    {
        using var directory = new TestDirectory();
        string Exits(string trace) => $$"""{"mode": "task.shell", "command": "echo x >> {{directory.File(trace)}}; kill -KILL $PPID; sleep 100"}""";
        await using var run = await RunAsync([Call(typeof(Mischief), nameof(Mischief.Exit), 3), Call(nameof(Traces.Collect)), Call(typeof(Mischief), nameof(Mischief.Exit), 4), Exits("trace"), Shell]);

        await run.ExitsWithAsync(1);
        var results = ResultText.Parse(run.Output);
        Assert.Equal(["FAILED", "DONE", "FAILED", "FAILED", "DONE"], results.Select(ResultText.State));
        Assert.StartsWith("process exit: ", results[0].Exception(), StringComparison.Ordinal);
        Assert.Equal(4, results[2].GetProperty("exit_code").GetInt32());
        Assert.StartsWith("process crash: ", results[3].Exception(), StringComparison.Ordinal);
        Assert.Equal("x\nx\n", await File.ReadAllTextAsync(directory.File("trace")));
    }

    [Fact]
    public async Task A_time_limit_counts_through_the_second_run_too()
    {
        using var directory = new TestDirectory();

        // The first time it ends its process, the second time it does not return.
        var line = $$"""{"mode": "task.shell", "command": "mkdir {{directory.File("first")}} && kill -KILL $PPID; exec sleep 100", "timeout": 2}""";
        await using var run = await RunAsync([line, Shell]);

        await run.ExitsWithAsync(1);
        var results = ResultText.Parse(run.Output);
        Assert.StartsWith("timeout: ", results[0].Exception(), StringComparison.Ordinal);
        Assert.Equal("DONE", results[1].State());
    }

    [Fact]
    public async Task Working_directory_environment_console_culture_and_umask_do_not_leak_from_function_to_function()
    {
        await using var run = await RunAsync([Call(nameof(Traces.ShowAllAsync)), Call(nameof(Traces.ChangeAll)), Call(nameof(Traces.ShowAllAsync)), Call(nameof(Traces.Collect))]);

        await run.ExitsWithAsync(0);
        var results = ResultText.Parse(run.Output);
        Assert.Equal(Printed(results[0]), Printed(results[2]));
        Assert.DoesNotContain("left behind", Printed(results[2]), StringComparison.Ordinal);
        Assert.NotEqual("", Printed(results[2]));
    }

    [Fact]
    public async Task Functions_that_leave_nothing_behind_share_a_process()
    {
        await using var run = await RunAsync([.. Enumerable.Repeat(Call(nameof(Traces.UseThreadsAsync)), 20)]);

        await run.ExitsWithAsync(0);
        Assert.Single(ResultText.Parse(run.Output).Select(static result => result.Value().GetInt32()).Distinct());
    }

    [Theory]
    [InlineData("tasks=3", 10, 4)]
    [InlineData("memory=300 MiB", 12, 2)]
    public async Task A_slots_process_is_replaced_after_so_many_tasks_or_megabytes(string limit, int tasks, int processes)
    {
        // Three functions of 100 MiB each exceed the limit, with the process's own memory. Memory is checked every 50 ms.
        var call = limit.StartsWith("tasks", StringComparison.Ordinal) ? Call(nameof(Traces.Collect)) : Call(nameof(Traces.Keep), 100);
        await using var run = await RunAsync([.. Enumerable.Repeat(call, tasks)], "--set", $"scalems.worker.recycle-after-{limit}");

        await run.ExitsWithAsync(0);
        var used = ResultText.Parse(run.Output).Select(static result => result.Value().GetInt32()).Distinct().Count();
        Assert.InRange(used, processes, tasks / 2);
    }

    private static string Printed(JsonElement result) => result.GetProperty("stdout").GetString() + result.GetProperty("stderr").GetString();

    private static async Task<NodeProcess> RunAsync(string[] lines, params string[] options)
    {
        using var file = TaskFile.Of(lines);
        var run = NodeProcess.Start(["run", file.Path, "--ordered", "--details", "--slots", "1", "--modules", TaskFile.Modules, "--set", "scalems.log.level=WARNING", .. options]);
        await run.ExitsAsync();
        return run;
    }

    private static string Call(string function, params object[] args) => Call(typeof(Traces), function, args);

    private static string Call(Type module, string function, params object[] args) =>
        $$"""{"module": "{{module.FullName}}", "func": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}, "fresh": true}""";
}
