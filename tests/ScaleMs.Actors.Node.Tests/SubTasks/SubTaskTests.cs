using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.SubTasks;

/// <summary>Tasks that submit tasks and wait for them, in one slot.</summary>
public sealed class SubTaskTests
{
    private const string Module = "ScaleMs.Actors.Samples.Nested";

    [Fact]
    public async Task Functions_that_call_themselves_as_tasks_need_no_more_than_one_slot()
    {
        var results = await PythonFile.RunAsync(
            [Python("fibonacci", 18), DotNet("FibonacciAsync", 18), Python("tree", 9)], "--python", PythonFile.Interpreter);

        Assert.Equal([2584, 2584, 34], results.Select(static result => result.Value().GetInt32()));
    }

    [Fact]
    public async Task A_task_learns_how_its_sub_tasks_end_even_if_they_end_their_process()
    {
        var results = await PythonFile.RunAsync(
            [
                DotNet("FanOutAsync", 20, 1),
                DotNet("ShellAsync", "echo hello"),
                DotNet("FailureAsync", "no way on"),
                DotNet("ExitAsync", 5),
                Python("shell", "echo hello"),
                Python("record_of_leave", 6),
                Python("refused"),
            ],
            "--python", PythonFile.Interpreter);

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
        Assert.Equal((210, "hello\n"), (results[0].Value().GetInt32(), results[1].Value().GetString()));
        Assert.Equal("System.InvalidOperationException: no way on", results[2].Value().GetString());
        Assert.Equal("process exit: the task ended the process that it ran in, with exit code 5", results[3].Value().GetString());
        Assert.Equal(("hello\n", """["FAILED","crash"]""", "invalid"), (results[4].Value().GetString(), Compact(results[5]), results[6].Value().GetString()));
    }

    [Fact]
    public async Task More_tasks_that_wait_than_may_wait_all_end()
    {
        var results = await PythonFile.RunAsync(
            Enumerable.Range(0, 12).Select(static i => DotNet("ShellAsync", $"echo {i}")), "--python", "off", "--set", "scalems.worker.max-waiting=2");

        Assert.Equal(Enumerable.Range(0, 12).Select(static i => $"{i}\n"), results.Select(static result => result.Value().GetString()));
    }

    [Fact]
    public async Task Tasks_in_the_workers_process_can_submit_tasks_too()
    {
        var results = await PythonFile.RunAsync(
            [DotNet("FibonacciAsync", 12), DotNet("FanOutAsync", 10, 1)], "--set", "scalems.worker.isolation=none");

        Assert.Equal([144, 55], results.Select(static result => result.Value().GetInt32()));
    }

    [Fact]
    public async Task A_sub_task_ends_with_the_task_that_waits_for_it()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync("--python", PythonFile.Interpreter);
        var mark = cluster.Directory.File("running");
        await cluster.SubmitAsync($$$"""{"uid": "parent", "mode": "task.function", "module": "submitting", "function": "forever", "args": ["{{{mark}}}"], "environment": {"PYTHONPATH": "{{{PythonFile.Modules}}}"} }""");
        await UntilAsync(() => File.Exists(mark) && File.ReadAllText(mark).EndsWith('\n'));
        var program = int.Parse(File.ReadAllText(mark).Trim(), System.Globalization.CultureInfo.InvariantCulture);

        await cluster.EndedAsync(0, "cancel", "parent");

        await UntilAsync(() => !Directory.Exists($"/proc/{program}"));
        var records = ResultText.Parse((await cluster.EndedAsync(0, "query", "--limit", "10")).Output);
        Assert.Equal(2, records.Length);
        Assert.All(records, static record => Assert.Equal("CANCELED", record.State()));
    }

    [Fact]
    public async Task When_a_worker_is_lost_its_tasks_submit_theirs_again_elsewhere()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var first = await cluster.WorkerAsync(1, "--python", "off");
        var mark = cluster.Directory.File("running");
        await cluster.SubmitAsync($$$"""{"uid": "parent", "mode": "task.function", "module": "{{{Module}}}", "function": "ShellAsync", "args": ["echo begun >> {{{mark}}}; [ $(wc -l < {{{mark}}}) = 2 ] || sleep 600; echo done"]}""");
        await UntilAsync(() => File.Exists(mark) && File.ReadAllText(mark).Length > 0);
        await cluster.WorkerAsync(1, "--python", "off");

        first.Kill();

        await using var client = await cluster.ConnectAsync();
        await client.UntilAsync(2, TaskState.Done);
        Assert.Equal(2, (await client.RecordAsync("parent")).Attempt);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Long);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
        {
            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static string Compact(JsonElement result) => JsonSerializer.Serialize(result.Value());

    private static string Python(string function, params object[] args) =>
        $$"""{"module": "submitting", "func": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}}""";

    private static string DotNet(string function, params object[] args) =>
        $$"""{"module": "{{Module}}", "func": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}}""";
}
