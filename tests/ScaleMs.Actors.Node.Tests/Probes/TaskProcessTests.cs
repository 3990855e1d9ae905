using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests.Probes;

/// <summary>Tasks through a seed, a worker of one slot and a client, each a process.</summary>
public sealed class TaskProcessTests
{
    [Fact]
    public async Task A_task_that_calls_exit_or_crashes_its_process_is_FAILED_with_the_exit_code_the_slot_restarts_and_the_queue_goes_on()
    {
        var results = await OneAfterTheOtherAsync(Call(nameof(Mischief.ProcessId)), Call(nameof(Mischief.Exit), 3), Call(nameof(Mischief.Crash), "words"));

        var (exit, crash) = (results[1], results[3]);
        Assert.Equal(("FAILED", 3), (exit.State(), exit.GetProperty("exit_code").GetInt32()));
        Assert.Contains("with exit code 3", exit.Exception(), StringComparison.Ordinal);
        Assert.Equal(("FAILED", 139), (crash.State(), crash.GetProperty("exit_code").GetInt32()));
        Assert.Contains("SIGSEGV", crash.Exception(), StringComparison.Ordinal);
        int[] processes = [.. new[] { 0, 2, 4 }.Select(index => results[index].Value().GetInt32())];
        Assert.Distinct(processes);
    }

    [Fact]
    public async Task Result_that_cannot_be_serialized_is_FAILED_saying_which_type_and_the_queue_goes_on()
    {
        var results = await OneAfterTheOtherAsync(Call(nameof(Mischief.ProcessId)), Call(nameof(Mischief.Unserializable)));

        Assert.Equal("FAILED", results[1].State());
        Assert.Contains("System.Action", results[1].Exception(), StringComparison.Ordinal);
        Assert.Equal(results[0].Value().GetInt32(), results[2].Value().GetInt32());
    }

    [Theory]
    [InlineData(nameof(Mischief.Exit), new object[] { 3 })]
    [InlineData(nameof(Mischief.Crash), new object[] { "words" })]
    public async Task A_task_that_calls_exit_or_crashes_its_process_is_tried_again_if_it_says_so(string function, object[] arguments)
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(Call(function, arguments)[..^1] + """, "max_retries": 2, "retry_on": ["crash"]}""");
        await cluster.SeedAsync();
        await cluster.WorkerAsync(1);

        var submit = await cluster.EndedAsync(1, "submit", file.Path, "--details");

        Assert.Equal(3, Assert.Single(ResultText.Parse(submit.Output)).GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Cancel_of_running_and_queued_tasks_ends_the_running_as_CANCELED_and_the_queued_never_start()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(
            """{"uid": "listens", "mode": "task.function", "module": "ScaleMs.Actors.Samples.Work", "function": "ForeverAsync"}""",
            """{"uid": "program", "mode": "task.shell", "command": "sleep 1000"}""",
            """{"uid": "deaf", "mode": "task.function", "module": "ScaleMs.Actors.Samples.Mischief", "function": "Loop"}""",
            $$"""{"uid": "queued", "mode": "task.shell", "command": "echo 1 >> {{cluster.Directory.File("trace")}}"}""",
            """{"uid": "other", "mode": "task.shell", "command": "true"}""");
        await cluster.SeedAsync();
        await cluster.WorkerAsync(3, "--set", "scalems.worker.grace=1s");
        await using var client = await cluster.ConnectAsync();
        var submit = cluster.Client("submit", file.Path, "--ordered", "--details");
        await client.UntilAsync(3, TaskState.Executing);

        await cluster.EndedAsync(0, "cancel", "listens", "program", "deaf", "queued");

        await submit.ExitsWithAsync(1);
        var results = ResultText.Parse(submit.Output);
        Assert.Equal(["CANCELED", "CANCELED", "CANCELED", "CANCELED", "DONE"], results.Select(ResultText.State));
        Assert.Equal(JsonValueKind.Null, results[3].GetProperty("started").ValueKind);
        Assert.False(File.Exists(cluster.Directory.File("trace")));
    }

    [Fact]
    public async Task Is_it_queued_or_running_is_visible_to_the_client_with_times()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync(1);
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync(cluster.AtGate("runs"), cluster.AtGate("waits"));
        await client.UntilAsync(1, TaskState.Executing);

        var (runs, waits) = (await client.RecordAsync("runs"), await client.RecordAsync("waits"));
        Assert.Equal((TaskState.Executing, TaskState.Scheduled), (runs.State, waits.State));
        Assert.True(runs.Timestamps.Started >= runs.Timestamps.Submitted);
        Assert.Equal((null, null), (runs.Timestamps.Finished, waits.Timestamps.Started));
        cluster.Open();

        await client.UntilAsync(2, TaskState.Done);
        waits = await client.RecordAsync("waits");
        Assert.Equal(
            [TaskState.New, TaskState.Scheduled, TaskState.Executing, TaskState.Done],
            waits.Transitions!.Value.Select(static transition => transition.State));
        Assert.True(waits.Timestamps.Started >= (await client.RecordAsync("runs")).Timestamps.Finished);
    }

    /// <summary>Runs the first line before and after each of the others.</summary>
    private static async Task<JsonElement[]> OneAfterTheOtherAsync(string first, params string[] others)
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of([first, .. others.SelectMany(other => new[] { other, first })]);
        await cluster.SeedAsync();
        await cluster.WorkerAsync(1);
        var submit = await cluster.EndedAsync(1, "submit", file.Path, "--ordered", "--details");

        var results = ResultText.Parse(submit.Output);
        Assert.Equal((2 * others.Length) + 1, results.Length);
        Assert.All(results.Where(static (_, index) => index % 2 == 0), static result => Assert.Equal("DONE", result.State()));
        Assert.All(results, static result => Assert.Equal(1, result.GetProperty("attempt").GetInt32()));
        return results;
    }

    private static string Call(string function, params object[] args) =>
        $$"""{"module": "{{typeof(Mischief).FullName}}", "func": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}, "fresh": true}""";
}
