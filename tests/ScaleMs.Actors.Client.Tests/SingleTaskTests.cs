using System.Text.Json;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests;

public sealed class SingleTaskTests
{
    [Fact]
    public async Task A_call_returns_its_value_with_its_type()
    {
        await using var client = await Embedded.StartAsync();

        var task = await client.AddItemAsync(WorkItem.Call(() => Math.Sqrt(2.0)));

        Assert.Equal(Math.Sqrt(2.0), await task.ValueAsync().WaitAsync(Embedded.Long));
        Assert.Equal(WorkItem.Call(() => Math.Sqrt(2.0)).Item.Uid().ToString(), task.Uid);
    }

    [Fact]
    public async Task A_call_may_take_arguments_from_variables_and_a_cancellation()
    {
        await using var client = await Embedded.StartAsync();
        var number = 6 * 7;

        var task = await client.AddItemAsync(WorkItem.Call(() => Work.Echo(number, 0, CancellationToken.None)));

        Assert.Equal(42, await task.ValueAsync().WaitAsync(Embedded.Long));
    }

    [Fact]
    public async Task A_function_that_throws_gives_a_failed_record_with_type_message_and_trace()
    {
        await using var client = await Embedded.StartAsync();

        var task = await client.AddItemAsync(WorkItem.Call(() => Work.Fail("no luck")));
        var error = await Assert.ThrowsAsync<TaskFailedException>(() => task.ValueAsync().WaitAsync(Embedded.Long));

        Assert.Equal(TaskState.Failed, error.Record.State);
        Assert.Equal("System.InvalidOperationException: no luck", error.Record.Exception);
        Assert.Contains(nameof(Work.Fail), error.Record.ExceptionDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_tasks_than_a_submission_of_single_ones_holds_may_be_added_at_one_time()
    {
        await using var client = await Embedded.StartAsync();

        var adding = Enumerable.Range(0, 9_000).Select(index => client.AddItemAsync(WorkItem.Create("System.Math", "Abs", -index))).ToList();
        var tasks = await Task.WhenAll(adding).WaitAsync(Embedded.Long);
        var records = await Task.WhenAll(tasks.Select(static task => task.Result)).WaitAsync(Embedded.Long);

        Assert.All(records, static record => Assert.Equal(TaskState.Done, record.State));
    }

    [Fact]
    public async Task A_description_runs_a_program()
    {
        await using var client = await Embedded.StartAsync();

        var task = await client.SubmitAsync(new TaskDescription { Mode = TaskMode.Shell, Command = "echo out; echo err >&2; exit 3" });
        var record = await task.Result.WaitAsync(Embedded.Long);

        Assert.Equal((TaskState.Failed, "out\n", "err\n", 3), (record.State, record.Stdout, record.Stderr, record.ExitCode!.Value));
    }

    [Fact]
    public async Task A_text_that_is_half_of_a_surrogate_pair_is_an_error_of_its_call_and_disturbs_nothing_else()
    {
        await using var client = await Embedded.StartAsync();
        var half = JsonDocument.Parse("""["\udc80"]""").RootElement;
        TaskInput[] wrong =
        [
            new TaskDescription { Mode = TaskMode.Shell, Command = $"cat {(char)0xDC80}" },
            new TaskDescription { Mode = TaskMode.Shell, Command = "true", Metadata = half },
            new WorkItem { Module = "System.Math", Func = "Sqrt", Args = [half] },
        ];

        foreach (var task in wrong)
        {
            Assert.Contains("cannot be written as JSON", (await Assert.ThrowsAsync<RefusedException>(() => client.SubmitAsync(task))).Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<RefusedException>(() => client.SendAsync(new TaskDescription { Mode = Cpi.Mode, Metadata = half }));
        var states = new List<TaskState>();
        await foreach (var (_, record) in client.RunAsync([.. wrong, WorkItem.Call(() => Math.Sqrt(2.0)).Item]))
        {
            states.Add(record.State);
        }

        Assert.Equal([TaskState.Done, TaskState.Failed, TaskState.Failed, TaskState.Failed], states.Order());
    }

    [Fact]
    public async Task A_task_for_another_master_is_refused_with_the_reason()
    {
        await using var client = await Embedded.StartAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => client.SubmitAsync(new TaskDescription { Mode = TaskMode.Shell, Command = "true", Scheduler = "another" }));

        Assert.Contains("another", refused.Message, StringComparison.Ordinal);
        Assert.Contains(client.MasterUid, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_that_no_master_can_run_is_refused_before_it_is_sent()
    {
        await using var client = await Embedded.StartAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.SubmitAsync(new TaskDescription { Mode = "task.dance" }));

        Assert.Contains("task.dance", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_task_is_cancelled()
    {
        await using var client = await Embedded.StartAsync();
        var task = await client.AddItemAsync(WorkItem.Create(typeof(Work).FullName!, nameof(Work.ForeverAsync)));

        await client.CancelAsync(task);

        Assert.Equal(TaskState.Canceled, (await task.Result.WaitAsync(Embedded.Long)).State);
    }
}
