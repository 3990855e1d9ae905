using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>Python functions on workers of a cluster.</summary>
public sealed class PythonClusterTests
{
    [Fact]
    public async Task A_module_that_is_edited_between_two_submissions_gives_the_new_value_and_an_unchanged_one_the_same_result()
    {
        await using var cluster = new TestCluster();
        var module = cluster.Directory.File("changing.py");
        var imported = cluster.Directory.File("imported.py");
        await File.WriteAllTextAsync(imported, "NUMBER = 1\n");
        await File.WriteAllTextAsync(module, "import os\nimport imported\n\n\ndef value():\n    return [imported.NUMBER, os.getpid()]\n");
        var task = cluster.Directory.File("task.jsonl");
        await File.WriteAllTextAsync(task, """{"module": "changing", "func": "value"}""");
        await cluster.SeedAsync();
        var worker = await cluster.WorkerAsync();

        var first = await OutputAsync();
        Assert.Equal(first, await OutputAsync());

        await File.WriteAllTextAsync(imported, "NUMBER = 22\n");
        await worker.SaysAsync("was edited; tasks that begin from now on run the new code");
        var edited = await OutputAsync();
        Assert.Equal(22, ResultText.Parse([edited])[0].Value()[0].GetInt32());

        async Task<string> OutputAsync() => Assert.Single((await cluster.EndedAsync(0, "submit", task)).Output);
    }

    [Fact]
    public async Task Tasks_go_only_to_workers_that_have_their_runtime()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync("--python", "off");
        var withPython = await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        using var file = TaskFile.Of(Enumerable.Range(0, 20).Select(static n => PythonFile.CallWith($$""", "uid": "t{{n}}" """, "sleep", 0.02)));

        await cluster.EndedAsync(0, "submit", file.Path, "--python-path", PythonFile.Modules);

        for (var n = 0; n < 20; n++)
        {
            Assert.EndsWith($"/{withPython.Id}", (await client.RecordAsync($"t{n}")).Worker, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Running_tasks_are_cancelled_at_once_and_a_queued_one_never_begins()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        using var file = TaskFile.Of(
            PythonFile.CallWith(""", "uid": "one" """, "sleep", 60),
            PythonFile.CallWith(""", "uid": "two" """, "sleep", 60),
            PythonFile.CallWith(""", "uid": "three" """, "sleep", 60));
        var id = Assert.Single((await cluster.EndedAsync(0, "submit", file.Path, "--python-path", PythonFile.Modules, "--detach")).Output);
        await client.UntilAsync(2, TaskState.Executing);

        await cluster.EndedAsync(0, "cancel", "--submission", id);

        await client.UntilAsync(3, TaskState.Canceled);
        Assert.Null((await client.RecordAsync("three")).Timestamps.Started);
        var one = await client.RecordAsync("one");
        Assert.InRange(one.Timestamps.Finished!.Value - one.Timestamps.Started!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(50));

        using var after = TaskFile.Of(PythonFile.Call("add", 1, 2));
        await cluster.EndedAsync(0, "submit", after.Path, "--python-path", PythonFile.Modules);
    }

    [Fact]
    public async Task Output_is_seen_while_the_task_runs()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        using var file = TaskFile.Of(PythonFile.CallWith(""", "uid": "talks" """, "sleep", 60));
        var id = Assert.Single((await cluster.EndedAsync(0, "submit", file.Path, "--python-path", PythonFile.Modules, "--detach")).Output);
        var logs = cluster.Client("logs", "talks", "--follow");
        await logs.PrintsAsync(1);
        Assert.Equal("begun", logs.Output[0]);
        await cluster.EndedAsync(0, "cancel", "--submission", id);
    }
}
