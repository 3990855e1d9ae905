using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>What must hold for tasks of every kind, with Python functions.</summary>
public sealed class PythonProbeTests
{
    [Fact]
    public async Task Kill_9_of_a_worker_with_tasks_running_and_queued_loses_none_of_them()
    {
        const int Queued = 20;
        await using var cluster = new TestCluster();
        await cluster.SeedAsync("--set", "scalems.workers.lost-after=1s");
        var ant = await cluster.WorkerAsync(1);
        await using var client = await cluster.ConnectAsync();
        using var file = TaskFile.Of([
            PythonFile.CallWith(""", "uid": "running" """, "wait_for", cluster.Directory.File("gate")),
            .. Enumerable.Range(0, Queued).Select(n => PythonFile.Call("append", cluster.Directory.File("trace"), n)),
        ]);
        var submit = cluster.Client("submit", file.Path, "--python-path", PythonFile.Modules);
        await client.UntilAsync(1, TaskState.Executing);

        ant.Kill();
        await cluster.WorkerAsync(1);
        cluster.Open();

        await submit.ExitsWithAsync(0);
        Assert.Equal(Queued + 1, ResultText.Parse(submit.Output).Length);
        Assert.Equal(Enumerable.Range(0, Queued), cluster.Traces("trace").Order());
        Assert.Equal(2, (await client.RecordAsync("running")).Attempt);
    }

    [Fact]
    public async Task An_interpreter_that_can_do_nothing_ends_with_its_worker_all_the_same()
    {
        using var directory = new TestDirectory();
        using var file = TaskFile.Of(PythonFile.Call("deaf_of", directory.File("pid")));
        await using var run = NodeProcess.Start("run", file.Path, "--python-path", PythonFile.Modules);
        await run.UntilAsync(() => File.Exists(directory.File("pid")) && new FileInfo(directory.File("pid")).Length > 0);
        var interpreter = await File.ReadAllTextAsync(directory.File("pid"));

        run.Kill();

        await run.UntilAsync(() => !Directory.Exists($"/proc/{interpreter}"));
    }

    [Fact]
    public async Task Equal_items_of_two_clients_run_once_and_a_stop_waits_for_all_accepted_tasks()
    {
        const int Count = 20;
        await using var cluster = new TestCluster();
        var trace = cluster.Directory.File("trace");
        using var file = TaskFile.Of(Enumerable.Range(0, Count).Select(n => PythonFile.Call("slow_append", trace, n)));
        var seed = await cluster.SeedAsync();
        await using var client = await cluster.ConnectAsync();
        string[] submit = ["submit", file.Path, "--ordered", "--python-path", PythonFile.Modules];
        var (first, second) = (cluster.Client(submit), cluster.Client(submit));
        await client.UntilAsync(static status => status.Counts.Values.Sum() == 2 * Count);
        await cluster.WorkerAsync();

        await cluster.EndedAsync(0, "stop");

        await first.ExitsWithAsync(0);
        await second.ExitsWithAsync(0);
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Order());
        await seed.ExitsWithAsync(0);
    }
}
