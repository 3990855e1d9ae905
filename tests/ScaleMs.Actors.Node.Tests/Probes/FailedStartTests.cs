using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Probes;

public sealed class FailedStartTests
{
    [Fact]
    public async Task A_worker_that_fails_to_start_for_lack_of_a_module_says_which_and_ends()
    {
        await using var cluster = new TestCluster();
        var worker = cluster.Worker("--modules", cluster.Directory.File("Missing.dll"));

        await worker.ExitsWithAsync(2);
        Assert.Contains($"the module '{cluster.Directory.File("Missing.dll")}' is not a file", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_fails_to_start_the_processes_of_its_slots_says_why_and_ends_and_its_tasks_run_elsewhere()
    {
        await using var cluster = new TestCluster();

        // Its header is intact, so that only loading it reveals that the rest is damaged.
        var cut = cluster.Directory.File("Cut.dll");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(TaskFile.Modules))[..^512]);
        await cluster.SeedAsync();
        await using var client = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync(TaskFile.Echo(1, 0), TaskFile.Echo(2, 0));

        var worker = cluster.Worker("--slots", "2", "--modules", cut);

        await worker.ExitsWithAsync(1);
        Assert.Contains(cut, worker.Errors, StringComparison.Ordinal);
        Assert.Contains("the worker ends: ", worker.Errors, StringComparison.Ordinal);
        await client.UntilAsync(static status => status.Workers.IsEmpty);
        await cluster.WorkerAsync();
        await cluster.EndedAsync(0, "results", id);
        await client.UntilAsync(2, TaskState.Done);
    }

    [Fact]
    public async Task A_worker_that_fails_to_start_is_missed_at_a_deadline_and_master_and_client_end_with_that_reason()
    {
        const string Reason = "0 of 1 workers registered within 15 s (scalems.master.min-workers, scalems.master.min-workers-deadline)";
        await using var cluster = new TestCluster();
        using var file = TaskFile.Echoes(3, 0);
        var seed = await cluster.SeedAsync("--set", "scalems.master.min-workers=1", "--set", "scalems.master.min-workers-deadline=15s");
        var submit = cluster.Client("submit", file.Path);
        var worker = cluster.Worker("--modules", "Missing.dll");

        await worker.ExitsWithAsync(2);
        await submit.ExitsWithAsync(1);
        await seed.ExitsWithAsync(1);
        Assert.Contains(Reason, submit.Errors, StringComparison.Ordinal);
        Assert.Contains(Reason, seed.Errors, StringComparison.Ordinal);
        Assert.Empty(submit.Output);
    }
}
