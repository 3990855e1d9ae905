using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Python functions on a worker whose two interpreters are the ranks of one MPI world.</summary>
public sealed class MpiWorldTests(MpiWorker cluster) : IClassFixture<MpiWorker>
{
    [Fact]
    public async Task Running_tasks_are_cancelled_and_a_queued_one_never_begins()
    {
        var (path, queuedPath, gate) = (cluster.NewPath(), cluster.NewPath(), cluster.NewPath());
        var running = await cluster.Client.SubmitAsync(RankedCall.Python(2, "wait_for", path, gate));
        await cluster.HaveBegunAsync(path, 2);
        var next = await cluster.Client.SubmitAsync(RankedCall.Python(2, "wait_for", path, gate));
        var queued = await cluster.Client.SubmitAsync(RankedCall.Python(2, "wait_for", queuedPath, gate));

        Assert.Null((await cluster.CancelAsync(queued)).Timestamps.Started);
        DeleteFiles(path);
        await cluster.CancelAsync(running);
        await cluster.HaveBegunAsync(path, 2);
        await cluster.CancelAsync(next);

        await GoesOnAsync();
        Assert.False(File.Exists($"{queuedPath}.0"));
    }

    [Fact]
    public async Task An_interpreter_that_is_killed_ends_its_task_and_that_of_the_other_rank_runs_again_without_counting_that()
    {
        var (first, second, gate) = (cluster.NewPath(), cluster.NewPath(), cluster.NewPath());
        var victim = await cluster.Client.SubmitAsync(RankedCall.OneRank("wait_for", first, gate));
        var other = await cluster.Client.SubmitAsync(RankedCall.OneRank("wait_for", second, gate));
        var killed = await ProcessOfAsync(first);
        var before = await ProcessOfAsync(second);

        Signals.Kill(killed);

        (await victim.EndsAsync()).HasFailed(ErrorKind.Crash, "SIGKILL");
        await File.WriteAllTextAsync(gate, "");
        var record = await other.EndsAsync();
        Assert.Equal((TaskState.Done, 1), (record.State, record.Attempt));
        Assert.NotEqual(before, record.ReturnValue!.Value.GetInt64());
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_module_that_is_edited_gives_the_new_value_in_all_ranks()
    {
        var module = cluster.Cluster.Directory.File("edited.py");
        await File.WriteAllTextAsync(module, "def value(comm):\n    return [1]\n");
        Assert.Equal([1, 1], (await cluster.Client.RunAsync(Edited)).Ranks().Select(static rank => rank[0]));

        await File.WriteAllTextAsync(module, "def value(comm):\n    return [22]\n");
        await cluster.Workers[0].SaysAsync("was edited; tasks that begin from now on run the new code");

        Assert.Equal([22, 22], (await cluster.Client.RunAsync(Edited)).Ranks().Select(static rank => rank[0]));
    }

    private string Edited => RankedCall.Python(2, "value").Replace("\"ranked\"", "\"edited\"", StringComparison.Ordinal)[..^1]
        + $$""", "environment": {"PYTHONPATH": "{{cluster.Cluster.Directory.Path}}"} }""";

    private async Task GoesOnAsync() => Assert.Equal([3, 3], (await cluster.Client.RunAsync(RankedCall.Python(2, "total", 1))).Ranks().Select(static rank => rank[1]));

    private async Task<long> ProcessOfAsync(string path)
    {
        await cluster.Workers[0].UntilAsync(() => File.Exists(path));
        return long.Parse(await File.ReadAllTextAsync(path), CultureInfo.InvariantCulture);
    }

    private static void DeleteFiles(string path)
    {
        File.Delete($"{path}.0");
        File.Delete($"{path}.1");
    }
}
