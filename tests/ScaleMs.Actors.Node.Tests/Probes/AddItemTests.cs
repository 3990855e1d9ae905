using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests.Probes;

/// <summary>Work items through a seed, a worker and clients, each a process.</summary>
public sealed class AddItemTests
{
    [Fact]
    public async Task The_same_AddItem_twice_from_two_clients_runs_once_and_both_get_the_result()
    {
        await using var cluster = new TestCluster();
        var trace = cluster.Directory.File("trace");
        using var file = TaskFile.Of($$"""{"module": "{{typeof(Work).FullName}}", "func": "{{nameof(Work.Append)}}", "args": ["{{trace}}", 7]}""");
        await cluster.SeedAsync();
        await using var client = await cluster.ConnectAsync();
        var first = cluster.Client("submit", file.Path);
        var second = cluster.Client("submit", file.Path);
        await client.UntilAsync(static status => status.Counts.Values.Sum() == 2);

        await cluster.WorkerAsync();

        await first.ExitsWithAsync(0);
        await second.ExitsWithAsync(0);
        var result = Assert.Single(ResultText.Parse(first.Output));
        Assert.Equal(7, result.Value().GetInt32());
        Assert.Matches("^scalems-task-[0-9a-f]{64}$", result.GetProperty("uid").GetString());
        Assert.Equal(first.Output, second.Output);
        Assert.Equal([7], cluster.Traces("trace"));
    }

    [Fact]
    public async Task AddItem_of_a_function_that_does_not_exist_is_FAILED_naming_module_and_function()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of($$"""{"module": "{{typeof(Work).FullName}}", "func": "Nowhere"}""", TaskFile.Echo(1, 0));
        await cluster.SeedAsync();
        await cluster.WorkerAsync();

        var submit = await cluster.EndedAsync(1, "submit", file.Path, "--ordered");

        var results = ResultText.Parse(submit.Output);
        Assert.Equal(["FAILED", "DONE"], results.Select(ResultText.State));
        Assert.Contains("Nowhere", results[0].Exception(), StringComparison.Ordinal);
        Assert.Contains(typeof(Work).FullName!, results[0].Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_of_an_AddItem_can_be_queried_at_any_time_later_by_anybody_also_from_the_next_master()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(TaskFile.Echo(8, 0));
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync();
        var submit = await cluster.EndedAsync(0, "submit", file.Path);
        var uid = Assert.Single(ResultText.Parse(submit.Output)).GetProperty("uid").GetString()!;

        await ValueIsThereAsync();
        seed.Kill();
        await seed.ExitsAsync();
        await cluster.SeedAsync();
        await ValueIsThereAsync();

        async Task ValueIsThereAsync()
        {
            await using var client = await cluster.ConnectAsync();
            var record = await client.RecordAsync(uid);
            Assert.Equal((TaskState.Done, 8), (record.State, record.ReturnValue!.Value.GetInt32()));
        }
    }
}
