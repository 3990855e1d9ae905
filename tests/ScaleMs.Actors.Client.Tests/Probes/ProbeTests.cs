using System.Diagnostics;
using Akka.Actor;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests.Probes;

// Problems reported by users of RADICAL-Pilot's RAPTOR, and their outcome here. Cases that kill processes are in the executable's tests.
public sealed class ProbeTests
{
    [Fact]
    public async Task Cancel_of_running_and_queued_tasks_ends_the_running_within_100_ms_and_the_queued_never_start()
    {
        // 100 ms as seen by the slot. A machine that also runs other tests may take longer, but not every time.
        const int Attempts = 20;
        await using var client = await Embedded.StartAsync(slots: 1);
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < Attempts && fastest > TimeSpan.FromMilliseconds(100); attempt++)
        {
            var running = await client.AddItemAsync(WorkItem.Call(() => Work.ForeverAsync(CancellationToken.None)).Item);
            await StateAsync(client, running, TaskState.Executing);
            var queued = await client.AddItemAsync(Embedded.Echo(attempt));

            var clock = Stopwatch.StartNew();
            await client.CancelAsync(new Cancel { Ids = [running.Uid, queued.Uid] });
            var first = await running.Result.WaitAsync(Embedded.Long);
            fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
            var second = await queued.Result.WaitAsync(Embedded.Long);

            Assert.Equal((TaskState.Canceled, TaskState.Canceled), (first.State, second.State));
            Assert.Null(second.Timestamps.Started);
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Timeout_1_on_an_8_s_task_ends_it_at_about_1_s_with_a_timeout_reason()
    {
        await using var client = await Embedded.StartAsync();
        var task = new TaskDescription { Mode = TaskMode.Shell, Command = "sleep 8", Timeout = 1 };

        var record = await (await client.SubmitAsync(task)).Result.WaitAsync(Embedded.Long);

        Assert.Equal(TaskState.Failed, record.State);
        Assert.StartsWith("timeout: ", record.Exception, StringComparison.Ordinal);
        Assert.InRange(record.Timestamps.Finished!.Value - record.Timestamps.Started!.Value, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Stop_with_20_tasks_accepted_and_2_slots_drains_all_20_before_it_answers()
    {
        await using var client = await Embedded.StartAsync(slots: 2);
        var tasks = new List<TaskHandle>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add(await client.AddItemAsync(Embedded.Echo(i, milliseconds: 50)));
        }

        var stopping = client.StopAsync();
        var results = await Task.WhenAll(tasks.Select(static task => task.Result)).WaitAsync(Embedded.Long);
        var stopped = await stopping.WaitAsync(Embedded.Long);

        Assert.All(results, static record => Assert.Equal(TaskState.Done, record.State));
        Assert.Equal(TaskState.Done, stopped.State);
        Assert.Equal(0, stopped.ReturnValue!.Value.GetProperty("dropped_count").GetInt32());
    }

    [Fact]
    public async Task Stop_now_drops_them_and_names_each_one_dropped()
    {
        await using var client = await Embedded.StartAsync(slots: 1);
        var tasks = new List<TaskHandle> { await client.AddItemAsync(WorkItem.Call(() => Work.ForeverAsync(CancellationToken.None)).Item) };
        for (var i = 0; i < 5; i++)
        {
            tasks.Add(await client.AddItemAsync(Embedded.Echo(i)));
        }

        var stopped = await client.StopAsync(now: true).WaitAsync(Embedded.Long);
        var results = await Task.WhenAll(tasks.Select(static task => task.Result)).WaitAsync(Embedded.Long);

        var unfinished = results.Where(static record => record.State == TaskState.Canceled).Select(static record => record.Uid).ToHashSet();
        Assert.Contains(tasks[0].Uid, unfinished);
        Assert.Equal(unfinished, stopped.ReturnValue!.Value.GetProperty("dropped").EnumerateArray().Select(static uid => uid.GetString()!).ToHashSet());
    }

    [Theory]
    [InlineData("""["dance", null]""", "'dance' is not known; the master knows add_item, add_workers, add_workflow, cancel, hello, ")]
    [InlineData("""{"a": 1, "b": 2}""", "exactly one key")]
    [InlineData("""["hello", {"loud": true}]""", "takes no operand")]
    public async Task An_unknown_or_malformed_command_is_refused_and_everything_else_is_unaffected(string command, string reason)
    {
        await using var client = await Embedded.StartAsync();
        var task = await client.AddItemAsync(Embedded.Echo(1));
        var description = new TaskDescription { Mode = Contracts.Cpi.Mode, Metadata = System.Text.Json.JsonElement.Parse(command) };

        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.SendAsync(description));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Done, (await task.Result.WaitAsync(Embedded.Long)).State);
        Assert.Equal("scalems.radical.raptor", (await client.HelloAsync()).Name);
    }

    [Fact]
    public async Task The_same_AddItem_twice_runs_once_and_both_senders_get_the_result_under_a_256_bit_id()
    {
        await using var client = await Embedded.StartAsync();
        Inbox[] senders = [Inbox.Create(client.System), Inbox.Create(client.System)];
        var item = Embedded.Echo(3, milliseconds: 200);

        foreach (var sender in senders)
        {
            sender.Send(client.Master, new AddItem(item));
        }

        var uids = senders.Select(static sender => Assert.IsType<CommandReply>(sender.Receive(Embedded.Long)).Record.Stdout).ToArray();
        var results = senders.Select(static sender => Assert.IsType<TaskResult>(sender.Receive(Embedded.Long)).Record).ToArray();
        Assert.All(results, static record => Assert.Equal(3, record.Value<int>()));
        Assert.Equal(uids[0], uids[1]);
        Assert.Matches("^scalems-task-[0-9a-f]{64}$", uids[0]);
        Assert.Equal(1, (await client.QueryAsync(new Query { Limit = 0 })).Status.DuplicateHits);
    }

    [Fact]
    public async Task AddItem_of_a_function_that_does_not_exist_fails_and_names_module_and_function()
    {
        await using var client = await Embedded.StartAsync();

        var record = await (await client.AddItemAsync(WorkItem.Create("ScaleMs.Actors.Samples.Work", "Nowhere"))).Result.WaitAsync(Embedded.Long);

        Assert.Equal(TaskState.Failed, record.State);
        Assert.Contains("Nowhere", record.Exception, StringComparison.Ordinal);
        Assert.Contains("ScaleMs.Actors.Samples.Work", record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_of_an_AddItem_arrives_as_a_message_at_the_sender_and_can_be_queried_later()
    {
        await using var client = await Embedded.StartAsync();
        var inbox = Inbox.Create(client.System);

        inbox.Send(client.Master, new AddItem(Embedded.Echo(8)));
        var uid = Assert.IsType<CommandReply>(inbox.Receive(Embedded.Long)).Record.Stdout;
        var result = Assert.IsType<TaskResult>(inbox.Receive(Embedded.Long)).Record;

        Assert.Equal((uid, 8), (result.Uid, result.Value<int>()));
        Assert.Equal(8, Assert.Single((await client.QueryAsync(new Query { Ids = [uid] })).Records).Value<int>());
    }

    [Fact]
    public async Task A_many_rank_task_waiting_for_slots_is_passed_by_smaller_ones_and_does_not_starve()
    {
        await using var client = await Embedded.StartAsync(slots: 2);
        var gate = Path.Combine(Path.GetTempPath(), $"scalems-gate-{Guid.NewGuid()}");
        var holder = await client.SubmitAsync(new TaskDescription { Mode = TaskMode.Shell, Command = $"while [ ! -e {gate} ]; do sleep 0.02; done; rm {gate}" });
        await StateAsync(client, holder, TaskState.Executing);
        var wide = await client.SubmitAsync(new TaskDescription { Mode = TaskMode.Shell, Command = "true", Ranks = 2 });
        var small = await Task.WhenAll(Enumerable.Range(1, 200).Select(number => client.AddItemAsync(Embedded.Echo(number, milliseconds: 5))));

        await Task.WhenAny(small.Select(static task => task.Result)).WaitAsync(Embedded.Long);
        Assert.False(wide.Result.IsCompleted);
        await File.WriteAllTextAsync(gate, "");

        var ended = await wide.Result.WaitAsync(Embedded.Long);
        var all = await Task.WhenAll(small.Select(static task => task.Result)).WaitAsync(Embedded.Long);
        await holder.Result.WaitAsync(Embedded.Long);
        Assert.Equal(TaskState.Done, ended.State);
        Assert.Contains(all, record => record.Timestamps.Finished < ended.Timestamps.Started);
        Assert.Contains(all, record => record.Timestamps.Started > ended.Timestamps.Started);
    }

    [Fact]
    public async Task Per_rank_results_of_a_program_are_in_rank_order_each_failing_rank_with_its_own_exception()
    {
        await using var client = await Embedded.StartAsync(slots: 4);

        // The last rank ends first.
        const string Command = "sleep 0.$((3 - SCALEMS_RANK)); test $((SCALEMS_RANK % 2)) = 0 || exit $SCALEMS_RANK; echo rank $SCALEMS_RANK";

        var record = await (await client.SubmitAsync(new TaskDescription { Mode = TaskMode.Shell, Command = Command, Ranks = 4 })).Result.WaitAsync(Embedded.Long);

        Assert.Equal((TaskState.Failed, 3), (record.State, record.ExitCode!.Value));
        Assert.Equal("rank 0\nrank 2\n", record.Stdout);
        Assert.Equal(["rank 1: exit code 1", "rank 3: exit code 3"], record.Exception!.Split('\n'));
    }

    [Fact]
    public async Task Per_rank_results_of_a_function_are_in_rank_order_each_failing_rank_with_its_own_exception()
    {
        await using var client = await Embedded.StartAsync(slots: 4);
        var task = TaskDescription.Parse(
            """
            {
              "mode": "task.function", "function": "run_in_worker", "ranks": 4,
              "kwargs": {"work_item": {"module": "ScaleMs.Actors.Samples.Work", "func": "OfRank", "args": [], "kwargs": {}, "comm_arg_name": ""}}
            }
            """u8);

        var record = await (await client.SubmitAsync(task)).Result.WaitAsync(Embedded.Long);

        Assert.Equal(TaskState.Failed, record.State);
        Assert.Equal("[0,null,2,null]", record.ReturnValue!.Value.GetRawText());
        Assert.Equal(["rank 1: System.InvalidOperationException: rank 1 is odd", "rank 3: System.InvalidOperationException: rank 3 is odd"], record.Exception!.Split('\n'));
    }

    [Fact]
    public async Task Is_it_queued_or_running_is_told_by_states_with_times_and_reasons()
    {
        await using var client = await Embedded.StartAsync(slots: 1);
        var running = await client.AddItemAsync(WorkItem.Call(() => Work.ForeverAsync(CancellationToken.None)).Item);
        var queued = await client.AddItemAsync(Embedded.Echo(1));

        await StateAsync(client, running, TaskState.Executing);
        Assert.Equal(TaskState.Scheduled, Assert.Single((await client.QueryAsync(new Query { Ids = [queued.Uid] })).Records).State);
        await client.CancelAsync(running);
        await queued.Result.WaitAsync(Embedded.Long);

        var record = Assert.Single((await client.QueryAsync(new Query { Ids = [queued.Uid] })).Records);
        Assert.Equal(
            [TaskState.New, TaskState.Scheduled, TaskState.Executing, TaskState.Done],
            record.Transitions!.Value.Select(static transition => transition.State));
        Assert.All(record.Transitions!.Value, static transition => Assert.NotEqual("", transition.Reason));
        Assert.Equal(record.Transitions!.Value.Select(static transition => transition.At).Order(), record.Transitions!.Value.Select(static transition => transition.At));
    }

    [Fact]
    public async Task Changes_of_state_come_as_messages_to_whoever_subscribes()
    {
        await using var client = await Embedded.StartAsync();
        var inbox = Inbox.Create(client.System);
        inbox.Send(client.Master, new Subscribe { All = true });
        Assert.Equal(TaskState.Done, Assert.IsType<CommandReply>(inbox.Receive(Embedded.Long)).Record.State);

        var task = await client.AddItemAsync(Embedded.Echo(1));
        var changes = Enumerable.Range(0, 4).Select(_ => Assert.IsType<TaskStateChanged>(inbox.Receive(Embedded.Long))).ToArray();

        Assert.Equal([TaskState.New, TaskState.Scheduled, TaskState.Executing, TaskState.Done], changes.Select(static change => change.To));
        Assert.All(changes, change => Assert.Equal((task.Uid, 1), (change.Uid, change.Attempt)));
        Assert.All(changes, static change => Assert.NotEqual("", change.Reason));
    }

    private static async Task StateAsync(ScaleMsClient client, TaskHandle task, TaskState state)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(Embedded.Long);
        while ((await client.QueryAsync(new Query { Ids = [task.Uid] }, deadline.Token)).Records[0].State != state)
        {
            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }
}
