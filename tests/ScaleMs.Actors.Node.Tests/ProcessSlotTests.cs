using System.Diagnostics;
using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Isolation;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Slots with real processes, as seen by the worker.</summary>
public sealed class ProcessSlotTests : IDisposable
{
    private static readonly Guid Submission = Guid.CreateVersion7();

    private readonly SlotEvents _events = new();
    private WorkerSlots? _slots;

    public void Dispose() => _slots?.Dispose();

    [Fact]
    public void Ten_thousand_short_tasks_end_once_each()
    {
        const int Count = 10_000;
        var slots = Start(2);
        foreach (var chunk in Enumerable.Range(0, Count).Select(static n => Echo(n)).Chunk(500))
        {
            slots.Board.Add(chunk);
        }

        var results = _events.Take(Count);
        Assert.Equal(Enumerable.Range(0, Count), results.Select(static r => r.Key.Index).Order());
        Assert.All(results, static r => Assert.Equal(TaskState.Done, r.State));
        Assert.True(slots.IsEmpty);
        Assert.Equal(0, slots.Board.HeldSlots);
    }

    [Fact]
    public void Of_tasks_sent_ahead_only_the_one_that_ran_fails_when_the_process_dies()
    {
        const int Count = 1_000;
        int[] deadly = [200, 500, 501, 999];
        var slots = Start(1);
        slots.Board.Add([.. Enumerable.Range(0, Count).Select(n => deadly.Contains(n) ? Row(n, nameof(Mischief.Exit), 7) : Echo(n))]);

        var results = _events.Take(Count);
        Assert.Equal(Enumerable.Range(0, Count), results.Select(static r => r.Key.Index).Order());
        Assert.Equal(deadly, results.Where(static r => r.State == TaskState.Failed).Select(static r => r.Key.Index).Order());
    }

    [Fact]
    public void A_deaf_task_that_is_cancelled_is_killed_and_those_behind_it_run()
    {
        var slots = Start(1);
        slots.Board.Add([Row(0, nameof(Mischief.Loop)), Echo(1), Echo(2)]);
        var task = Running(slots, 0);

        Assert.True(slots.Slots[0].End(task, EndReason.Canceled));
        Assert.True(slots.Abandon(slots.Slots[0], task));

        var results = _events.Take(3);
        Assert.Equal([TaskState.Canceled, TaskState.Done, TaskState.Done], results.OrderBy(static r => r.Key.Index).Select(static r => r.State));
        Assert.Equal(0, slots.Abandoned);
    }

    [Fact]
    public void A_task_that_listens_is_cancelled_within_100_ms()
    {
        // A machine with other load may take longer, but not every time.
        const int Attempts = 20;
        var slots = Start(1);
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 1; attempt <= Attempts && fastest > TimeSpan.FromMilliseconds(100); attempt++)
        {
            slots.Board.Add([WorkRow(attempt, nameof(Work.ForeverAsync))]);
            var task = Running(slots, attempt);
            var clock = Stopwatch.StartNew();

            slots.Slots[0].End(task, EndReason.Canceled);

            var took = TimeSpan.Zero;
            Assert.Equal(TaskState.Canceled, Assert.Single(_events.Take(1, () => took = clock.Elapsed)).State);
            fastest = took < fastest ? took : fastest;
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_task_that_was_sent_ahead_and_is_cancelled_never_begins()
    {
        var slots = Start(1);
        slots.Board.Add([.. Enumerable.Range(0, 200).Select(static n => Echo(n))]);
        _events.Take(200);

        // The slot has measured these tasks as short by now, so it prefetches the second before the first ends.
        slots.Board.Add([Row(300, nameof(Mischief.Sleep), 3_000), Row(301, nameof(Mischief.Exit), 1), Echo(302)]);
        Running(slots, 300);
        Cancel(slots, 301);

        var results = _events.Take(3).ToDictionary(static r => r.Key.Index);
        Assert.Equal((TaskState.Canceled, 0), (results[301].State, results[301].StartedMicroseconds));
        Assert.Equal((TaskState.Done, TaskState.Done), (results[300].State, results[302].State));
    }

    [Fact]
    public void Tasks_behind_a_long_one_run_elsewhere()
    {
        var slots = Start(2);
        slots.Board.Add([.. Enumerable.Range(0, 500).Select(static n => Echo(n))]);
        _events.Take(500);

        slots.Board.Add([Row(1000, nameof(Mischief.Sleep), 60_000), .. Enumerable.Range(1001, 500).Select(static n => Echo(n))]);

        Assert.Equal(Enumerable.Range(1001, 500), _events.Take(500).Select(static r => r.Key.Index).Order());
        Assert.Equal(1000, Assert.Single(slots.Running()).Key.Index);
    }

    [Fact]
    public void A_task_that_was_lost_once_begins_when_the_master_has_acknowledged_its_start()
    {
        var slots = Start(1);
        slots.Board.Add([Echo(0) with { Attempt = 2 }]);
        Assert.True(SpinWait.SpinUntil(() => slots.Announcements.Any(), NodeProcess.Long));
        Assert.Equal([0], slots.Board.Waiting().Select(static id => id.Key.Index));
        Assert.Empty(slots.Running());

        slots.Announcements.Single().Acknowledged();

        Assert.Equal(2, Assert.Single(_events.Take(1)).Attempt);
    }

    [Fact]
    public void What_a_task_prints_can_be_read_while_it_runs()
    {
        var slots = Start(1);
        slots.Board.Add([Row(0, nameof(Mischief.SaySleep), "so far", 60_000)]);
        var task = Running(slots, 0);

        Assert.True(SpinWait.SpinUntil(() => task.Output.Read(OutputStream.Out, 0, 100) == "so far\n", NodeProcess.Long));
        Assert.Equal("far\n", task.Output.Read(OutputStream.Out, 3, 100));
    }

    [Fact]
    public async Task A_process_that_does_not_start_is_reported_with_its_end()
    {
        var slots = Start(1, new SlotCommand("/bin/sh", ["-c", "exit 5"]));

        Assert.Contains("exit code 5", await slots.CannotRun.WaitAsync(NodeProcess.Long), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var slots = Start(1, new SlotCommand("/no/such/program", []));

        Assert.Contains("/no/such/program", await slots.CannotRun.WaitAsync(NodeProcess.Long), StringComparison.Ordinal);
    }

    private WorkerSlots Start(int count, SlotCommand? command = null)
    {
        _slots = new WorkerSlots(
            count,
            SlotEnvironments.Only(new SlotEnvironment("dotnet", command ?? SlotProcesses.Command(), new StartFrame(1024 * 1024, 1024 * 1024) { Modules = [TaskFile.Modules] }) { IsWorkers = true }),
            TimeProvider.System);
        _events.Attach(_slots);
        _slots.Start();
        return _slots;
    }

    private static RunningTask Running(WorkerSlots slots, int index)
    {
        RunningTask? task = null;
        Assert.True(SpinWait.SpinUntil(() => (task = slots.Slots[0].Running)?.Row.Key.Index == index, NodeProcess.Long), $"task {index} does not run");
        return task!;
    }

    private static void Cancel(WorkerSlots slots, int index)
    {
        var id = new AckRow(new TaskKey(Submission, index), 1);
        if (slots.Board.Remove(id))
        {
            slots.EndWithout(id, EndReason.CanceledBeforeItBegan, 0);
        }
        else
        {
            Assert.True(slots.Board.Withdraw(id, waitingOnly: true));
            slots.Slots[0].Withdraw(id);
        }
    }

    private static TaskRow Echo(int index) => WorkRow(index, nameof(Work.Echo), index, 0);

    private static TaskRow WorkRow(int index, string function, params object[] args) => Row(index, typeof(Work), function, args);

    private static TaskRow Row(int index, string function, params object[] args) => Row(index, typeof(Mischief), function, args);

    private static TaskRow Row(int index, Type module, string function, object[] args) => new()
    {
        Key = new TaskKey(Submission, index),
        Uid = TaskUid.Parse($"t{index}"),
        Attempt = 1,
        Slots = 1,
        Payload = Encoding.UTF8.GetBytes(
            $$"""{"module": "{{module.FullName}}", "func": "{{function}}", "args": {{System.Text.Json.JsonSerializer.Serialize(args)}} }"""),
    };
}
