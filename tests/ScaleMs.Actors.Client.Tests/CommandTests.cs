using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task Hello_is_answered_with_the_backend()
    {
        await using var client = await Embedded.StartAsync();

        Assert.Equal(BackendVersion.Current, await client.HelloAsync());
    }

    [Fact]
    public async Task A_query_finds_records_by_uid_and_names_unknown_ones()
    {
        await using var client = await Embedded.StartAsync();
        var task = await client.AddItemAsync(Embedded.Echo(3));
        await task.Result.WaitAsync(Embedded.Long);

        var reply = await client.QueryAsync(new Query { Ids = [task.Uid, "nobody"] });

        var record = Assert.Single(reply.Records);
        Assert.Equal((task.Uid, TaskState.Done, 3), (record.Uid, record.State, record.Value<int>()));
        Assert.Equal("nobody", Assert.Single(reply.Unknown));
        Assert.Equal(2, Assert.Single(reply.Status.Workers).Slots);
    }

    [Fact]
    public async Task Stop_waits_for_running_tasks_before_it_answers()
    {
        await using var client = await Embedded.StartAsync();
        var task = await client.AddItemAsync(WorkItem.Call(() => Work.AtGateAsync(8, CancellationToken.None)));

        var stopping = client.StopAsync();
        while (!(await client.QueryAsync(new Query { Limit = 0 })).Status.Stopping)
        {
            // Repeated until the master has seen the stop.
        }

        Assert.False(stopping.IsCompleted);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.AddItemAsync(Embedded.Echo(1)));
        Assert.Contains("stopping", refused.Message, StringComparison.Ordinal);
        Work.Open();

        Assert.Equal(8, (await task.Result.WaitAsync(Embedded.Long)).Value<int>());
        Assert.Equal(TaskState.Done, (await stopping.WaitAsync(Embedded.Long)).State);
    }

    [Fact]
    public async Task A_command_that_is_not_known_is_refused_and_the_next_one_served()
    {
        await using var client = await Embedded.StartAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.SendAsync(new CountWords("one two")));

        Assert.Contains(nameof(CountWords), refused.Message, StringComparison.Ordinal);
        Assert.Equal(BackendVersion.Current, await client.HelloAsync());
    }

    [Fact]
    public async Task A_command_whose_handler_throws_fails_as_a_crash()
    {
        await using var client = await Embedded.StartAsync(
            config: """scalems.commands.count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples" """);

        var failed = await Assert.ThrowsAsync<RefusedException>(() => client.SendAsync(new CountWords(null!)));

        Assert.Equal(ErrorKind.Crash, failed.Kind);
        Assert.Contains(nameof(NullReferenceException), failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_the_users_own_is_served_by_the_handler_that_is_configured()
    {
        await using var client = await Embedded.StartAsync(
            config: """scalems.commands.count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples" """);

        var record = await client.SendAsync(new CountWords("one two three"));

        Assert.Equal(3, record.Value<int>());
    }
}
