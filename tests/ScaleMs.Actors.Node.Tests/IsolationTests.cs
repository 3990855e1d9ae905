using System.Diagnostics;
using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Tasks that damage their own process do not affect other tasks.</summary>
public sealed class IsolationTests
{
    private const string After = """{"module": "System.Math", "func": "Sqrt", "args": [4.0]}""";

    [Fact]
    public async Task A_task_that_calls_exit_is_failed_with_the_exit_code_and_the_queue_goes_on()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.Exit), 3));

        Assert.Equal(("FAILED", 3), (result.State(), result.GetProperty("exit_code").GetInt32()));
        Assert.StartsWith("process exit: ", result.Exception(), StringComparison.Ordinal);
        Assert.Contains("exit code 3", result.Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_calls_exit_with_zero_is_failed_all_the_same() =>
        Assert.Equal("FAILED", (await AmongOthersAsync(Call(nameof(Mischief.Exit), 0))).State());

    [Fact]
    public async Task A_task_that_crashes_its_process_is_failed_with_the_signal_and_its_last_words()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.Crash), "last words"));

        Assert.Equal(("FAILED", "last words\n"), (result.State(), result.GetProperty("stdout").GetString()));
        Assert.Contains("SIGSEGV", result.Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_whose_process_is_killed_by_the_system_is_failed_and_says_so() =>
        Assert.Contains("SIGKILL", (await AmongOthersAsync(Call(nameof(Mischief.Kill)))).Exception(), StringComparison.Ordinal);

    [Fact]
    public async Task A_stack_overflow_is_failed_with_what_the_runtime_said()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.Overflow), 0));

        Assert.StartsWith("process crash: ", result.Exception(), StringComparison.Ordinal);
        Assert.Contains("Stack overflow", result.GetProperty("stderr").GetString(), StringComparison.Ordinal);
        Assert.Contains(nameof(Mischief.Overflow), result.GetProperty("stderr").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Mischief.FailFast))]
    [InlineData(nameof(Mischief.ThrowElsewhere))]
    public async Task A_task_that_brings_the_runtime_down_is_failed_with_what_it_said(string function)
    {
        var result = await AmongOthersAsync(Call(function, "no way on"));

        Assert.Equal("FAILED", result.State());
        Assert.Contains("no way on", result.GetProperty("stderr").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_loop_with_a_timeout_ends()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.Loop), 1, []));

        Assert.StartsWith("timeout: ", result.Exception(), StringComparison.Ordinal);
        Assert.Equal("FAILED", result.State());
    }

    [Fact]
    public async Task Timeout_1_on_an_8_s_task_ends_at_about_1_s_with_a_timeout_reason()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.SaySleep), 1, ["begun", 8_000]), "--details");

        Assert.Equal("FAILED", result.State());
        Assert.StartsWith("timeout: ", result.Exception(), StringComparison.Ordinal);
        Assert.Equal("begun\n", result.GetProperty("stdout").GetString());
        var ran = result.GetProperty("finished").GetDateTimeOffset() - result.GetProperty("started").GetDateTimeOffset();
        Assert.InRange(ran, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_gigabyte_of_output_is_cut_and_harms_nothing()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.Print), 1024), "--set", "scalems.worker.output-limit=4 KiB");

        Assert.Equal("DONE", result.State());
        Assert.InRange(result.GetProperty("stdout").GetString()!.Length, 4096, 4300);
        Assert.Contains("[cut: 4096 of 1073741824", result.GetProperty("stdout").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_serialized_is_failed_and_names_the_type()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.Unserializable)));

        Assert.Equal("FAILED", result.State());
        Assert.Contains("System.Action", result.Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_reads_standard_input_finds_it_empty() =>
        Assert.Equal(-1, (await AmongOthersAsync(Call(nameof(Mischief.Read)))).Value().GetInt32());

    [Fact]
    public async Task What_a_program_prints_past_the_console_is_the_output_of_the_task_that_started_it()
    {
        var result = await AmongOthersAsync(Call(nameof(Mischief.PrintRaw), "raw words"));

        Assert.Equal(
            ("DONE", "raw words\n", "raw words\n"),
            (result.State(), result.GetProperty("stdout").GetString(), result.GetProperty("stderr").GetString()));
    }

    [Fact]
    public async Task A_function_sees_its_tasks_environment_and_the_next_one_does_not()
    {
        using var file = TaskFile.Of(
            $$"""{"mode": "task.function", "module": "{{typeof(Mischief).FullName}}", "function": "{{nameof(Mischief.Variable)}}", "args": ["GREETING"], "environment": {"GREETING": "hi"} }""",
            Call(nameof(Mischief.Variable), "GREETING"));
        await using var run = NodeProcess.Start("run", file.Path, "--ordered", "--slots", "1", "--modules", TaskFile.Modules);

        await run.ExitsWithAsync(0);
        var results = ResultText.Parse(run.Output);
        Assert.Equal("hi", results[0].Value().GetString());
        Assert.Equal(JsonValueKind.Null, results[1].Value().ValueKind);
    }

    [Fact]
    public async Task Children_of_a_killed_task_are_gone_also_those_without_a_parent_or_in_a_session_of_their_own()
    {
        var mark = Mark();

        // Enough time to start all of them on a busy machine.
        var result = await AmongOthersAsync(Call(nameof(Mischief.LeaveChildren), 8, [mark]));

        Assert.Equal(("FAILED", "started\n"), (result.State(), result.GetProperty("stdout").GetString()));
        Assert.Empty(SleepsOf(mark));
    }

    [Fact]
    public async Task Children_that_a_task_leaves_behind_end_with_it()
    {
        var mark = Mark();
        var result = await AmongOthersAsync(Call(nameof(Mischief.ForgetChildren), mark));

        Assert.Equal("DONE", result.State());
        Assert.Empty(SleepsOf(mark));
    }

    [Fact]
    public async Task When_the_worker_is_killed_its_slots_processes_and_their_children_are_gone()
    {
        var mark = Mark();
        using var file = TaskFile.Of(Call(nameof(Mischief.LeaveChildren), mark));
        await using var run = NodeProcess.Start("run", file.Path, "--slots", "1", "--modules", TaskFile.Modules);
        await ForAsync(() => SleepsOf(mark).Count == 3);
        var slots = ChildrenOf(run.Id);
        Assert.NotEmpty(slots);

        run.Kill();

        await ForAsync(() => SleepsOf(mark).Count == 0 && slots.All(static id => !Directory.Exists($"/proc/{id}")));
    }

    [Fact]
    public async Task A_module_that_a_slots_process_cannot_load_ends_the_run_with_the_reason()
    {
        using var broken = TaskFile.Of("not an assembly");
        using var file = TaskFile.Of(After);
        await using var run = NodeProcess.Start("run", file.Path, "--modules", broken.Path);

        await run.ExitsWithAsync(2);
        Assert.Contains(broken.Path, run.Errors, StringComparison.Ordinal);
    }

    /// <summary>Runs a task in one slot between other tasks, which must all be DONE; returns its result.</summary>
    private static async Task<JsonElement> AmongOthersAsync(string line, params string[] options)
    {
        using var file = TaskFile.Of([After, line, .. Enumerable.Repeat(After, 20)]);
        await using var run = NodeProcess.Start(["run", file.Path, "--ordered", "--slots", "1", "--modules", TaskFile.Modules, .. options]);

        await run.ExitsAsync();
        var results = ResultText.Parse(run.Output);
        Assert.True(results.Length == 22, run.Errors);
        Assert.All(results.Where(static (_, index) => index != 1), static other => Assert.Equal("DONE", other.State()));
        return results[1];
    }

    private static string Call(string function, params object[] args) => Call(function, 0, args);

    private static string Call(string function, double timeout, object[] args) =>
        $$"""{"mode": "task.function", "module": "{{typeof(Mischief).FullName}}", "function": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}, "timeout": {{timeout}} }""";

    /// <summary>A unique duration for <c>sleep</c>.</summary>
    private static string Mark() => $"{10_000 + Random.Shared.Next(1_000_000)}.{Environment.ProcessId}";

    private static List<int> SleepsOf(string mark) => Find(id => File.ReadAllText($"/proc/{id}/cmdline").EndsWith($"sleep\0{mark}\0", StringComparison.Ordinal));

    private static List<int> ChildrenOf(int parent) => Find(id => File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[1] == $"{parent}");

    private static List<int> Find(Func<int, bool> matches)
    {
        bool Matches(int id)
        {
            try
            {
                return matches(id);
            }
            catch (IOException)
            {
                return false;
            }
        }

        return [.. Process.GetProcesses().Select(static process => process.Id).Where(Matches)];
    }

    private static async Task ForAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Long);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }
}
