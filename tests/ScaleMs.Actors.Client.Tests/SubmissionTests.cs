using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests;

public sealed class SubmissionTests
{
    [Fact]
    public async Task Twenty_thousand_tasks_end_exactly_once_each()
    {
        const int Count = 20_000;
        await using var client = await Embedded.StartAsync();

        var finished = await client.RunAsync(Enumerable.Range(0, Count).Select(static number => Embedded.Echo(number))).AllAsync().WaitAsync(Embedded.Long);

        Assert.Equal(Count, finished.Count);
        Assert.Equal(Enumerable.Range(0, Count), finished.Select(static task => task.Index).Order());
        Assert.All(finished, static task => Assert.Equal(task.Index, task.Record.Value<int>()));
    }

    [Fact]
    public async Task No_more_is_read_than_may_be_in_flight()
    {
        const int Limit = 10;
        await using var client = await Embedded.StartAsync(config: $"scalems.client.max-in-flight = {Limit}");
        var read = 0;
        var taken = 0;
        var most = 0;
        IEnumerable<WorkItem> Items()
        {
            for (var number = 0; number < 500; number++)
            {
                most = Math.Max(most, Interlocked.Increment(ref read) - Volatile.Read(ref taken));
                yield return Embedded.Echo(number);
            }
        }

        await foreach (var _ in client.RunAsync(Items()))
        {
            Interlocked.Increment(ref taken);
        }

        Assert.Equal(500, taken);

        // One task is read ahead, and one is between its release and this test's count.
        Assert.InRange(most, 1, Limit + 2);
    }

    [Fact]
    public async Task A_refused_task_is_a_failed_result_and_the_others_run()
    {
        await using var client = await Embedded.StartAsync();
        var own = new TaskDescription { Mode = TaskMode.Shell, Command = "true", Uid = "mine" };

        var finished = await client.RunAsync([TaskInput.Of(own), own, Embedded.Echo(7)]).AllAsync().WaitAsync(Embedded.Long);

        Assert.Equal(3, finished.Count);
        var refused = Assert.Single(finished, static task => task.Record.State == TaskState.Failed);
        Assert.Equal(1, refused.Index);
        Assert.Contains("mine", refused.Record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_no_master_can_run_is_a_failed_result_in_the_midst_of_others()
    {
        await using var client = await Embedded.StartAsync();
        var bad = new TaskDescription { Mode = "task.dance" };

        var finished = await client.RunAsync([TaskInput.Of(Embedded.Echo(0)), bad, Embedded.Echo(2), bad, Embedded.Echo(4)]).AllAsync().WaitAsync(Embedded.Long);

        Assert.Equal([0, 1, 2, 3, 4], finished.Select(static task => task.Index).Order());
        Assert.Equal([1, 3], finished.Where(static task => task.Record.State == TaskState.Failed).Select(static task => task.Index).Order());
        Assert.All(finished.Where(static task => task.Record.State == TaskState.Done), static task => Assert.Equal(task.Index, task.Record.Value<int>()));
    }

    [Fact]
    public async Task A_whole_submission_is_cancelled_by_its_id()
    {
        await using var client = await Embedded.StartAsync(slots: 1);
        var id = Guid.CreateVersion7();
        var forever = WorkItem.Create(typeof(Work).FullName!, nameof(Work.ForeverAsync));
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async IAsyncEnumerable<TaskInput> Items()
        {
            yield return Embedded.Echo(1);
            for (var i = 0; i < 20; i++)
            {
                yield return forever;
            }

            await accepted.Task;
        }

        var finished = new List<FinishedTask>();
        await foreach (var task in client.RunAsync(Items(), id))
        {
            finished.Add(task);
            if (task.Index == 0)
            {
                accepted.SetResult();
                await client.CancelAsync(new Cancel { Submission = id });
            }
        }

        Assert.Equal(21, finished.Count);
        Assert.Equal(20, finished.Count(static task => task.Record.State == TaskState.Canceled));
    }

    [Fact]
    public async Task Whoever_stops_looking_leaves_the_client_usable()
    {
        await using var client = await Embedded.StartAsync();
        await foreach (var _ in client.RunAsync(Enumerable.Range(0, 100).Select(static number => Embedded.Echo(number))))
        {
            break;
        }

        var task = await client.AddItemAsync(Embedded.Echo(5));

        Assert.Equal(5, (await task.Result.WaitAsync(Embedded.Long)).Value<int>());
    }

    [Fact]
    public async Task Who_stops_waiting_gives_back_the_places_of_what_has_not_ended()
    {
        await using var client = await Embedded.StartAsync(slots: 1, config: "scalems.client.max-in-flight = 2");
        using var stop = new CancellationTokenSource();
        var forever = WorkItem.Call(() => Work.ForeverAsync(CancellationToken.None)).Item;
        await using (var finished = client.RunAsync([TaskInput.Of(Embedded.Echo(1)), forever], stop.Token).GetAsyncEnumerator(stop.Token))
        {
            Assert.True(await finished.MoveNextAsync().AsTask().WaitAsync(Embedded.Long));
            var next = finished.MoveNextAsync().AsTask();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        }

        await client.CancelAllAsync();
        var handles = await Task.WhenAll(client.AddItemAsync(Embedded.Echo(2)), client.AddItemAsync(Embedded.Echo(3))).WaitAsync(Embedded.Long);
        Assert.All(await Task.WhenAll(handles.Select(static handle => handle.Result)).WaitAsync(Embedded.Long), static record => Assert.Equal(TaskState.Done, record.State));
    }
}
