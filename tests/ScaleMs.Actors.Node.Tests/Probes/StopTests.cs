using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Probes;

public sealed class StopTests
{
    private const int Count = 20;

    [Fact]
    public async Task Stop_with_20_one_second_tasks_accepted_and_2_slots_answers_when_all_20_have_run()
    {
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "1");
        var seed = await cluster.SeedAsync();
        var worker = await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        var submit = cluster.Client("submit", file.Path, "--details");
        await client.UntilAsync(static status => status.Counts.Values.Sum() == Count);

        var stop = await cluster.EndedAsync(0, "stop");
        var answered = DateTimeOffset.UtcNow;

        await submit.ExitsWithAsync(0);
        var results = ResultText.Parse(submit.Output);
        Assert.Equal(Count, results.Length);
        Assert.All(results, result => Assert.InRange(result.GetProperty("finished").GetDateTimeOffset(), DateTimeOffset.MinValue, answered));
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Order());
        Assert.Empty(stop.Output);
        await seed.ExitsWithAsync(0);
        await worker.ExitsWithAsync(0);
    }

    [Fact]
    public async Task Stop_with_20_one_second_tasks_accepted_and_2_slots_names_each_one_dropped_if_told_to_do_it_now()
    {
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "1");
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        var submit = cluster.Client("submit", file.Path);
        await client.UntilAsync(static status => status.Counts.Values.Sum() == Count && status.Counts[TaskState.Executing] > 0);

        var stop = await cluster.EndedAsync(0, "stop", "--now");

        await submit.ExitsWithAsync(1);
        var states = ResultText.Parse(submit.Output).ToLookup(ResultText.State, static result => result.GetProperty("uid").GetString());
        Assert.Equal(Count, states["DONE"].Count() + states["CANCELED"].Count());
        Assert.Equal(states["CANCELED"].Order(StringComparer.Ordinal), stop.Output.Order(StringComparer.Ordinal));
        Assert.NotEmpty(stop.Output);
        await seed.ExitsWithAsync(0);
    }

    [Fact]
    public async Task Stop_is_firmer_the_second_time_and_firmest_the_third_and_all_are_answered()
    {
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        await cluster.SubmitAsync([.. Enumerable.Range(0, Count).Select(number => cluster.AtGate($"t{number}"))]);
        await client.UntilAsync(2, TaskState.Executing);

        var first = cluster.Client("stop");
        await client.UntilAsync(static status => status.Stopping);
        Assert.Equal(Count - 2, await WaitingAsync());
        var second = cluster.Client("stop");
        await client.UntilAsync(Count - 2, TaskState.Canceled);
        Assert.Equal(2, (await client.StatusAsync()).Counts[TaskState.Executing]);
        var third = cluster.Client("stop");

        string[] all = [.. Enumerable.Range(0, Count).Select(static number => $"t{number}").Order(StringComparer.Ordinal)];
        foreach (var stop in new[] { first, second, third })
        {
            await stop.ExitsWithAsync(0);
            Assert.Equal(all, stop.Output.Order(StringComparer.Ordinal));
        }

        await seed.ExitsWithAsync(0);

        async Task<long> WaitingAsync() => (await client.StatusAsync()).Counts[TaskState.Scheduled];
    }
}
