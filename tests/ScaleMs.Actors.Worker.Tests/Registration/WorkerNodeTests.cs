using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Worker.Tests.Registration;

public sealed class WorkerNodeTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Guid Submission = Guid.CreateVersion7();

    private readonly string _deafUntil = SlotFunctions.NewGate();

    private readonly WorkerSlots _slots = new(
        2, new TaskExecutors(new ModuleCatalog([typeof(SlotFunctions).Assembly]), new ExecutorSettings()), TimeProvider.System);

    private readonly TaskCompletionSource<WorkerExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestProbe _gate;
    private readonly TestProbe _pool;

    public WorkerNodeTests()
    {
        _slots.Start();
        _gate = CreateTestProbe("gate");
        _pool = CreateTestProbe("pool");
        Sys.ActorOf(Props.Create(() => new Forwarder(_gate)), Cpi.GateName);
    }

    protected override void AfterAll()
    {
        SlotFunctions.Open(_deafUntil);
        _slots.Dispose();
        base.AfterAll();
    }

    [Fact]
    public void Registers_with_its_slots_and_grants_credit()
    {
        var node = StartNode();
        var register = _gate.FishForMessage<RegisterWorker>(static _ => true, Patience);
        Assert.Equal((Cpi.ApiName, Cpi.WireVersion, "worker-1", 2), (register.ApiName, register.WireVersion, register.Name, register.Slots));
        Admit(node, register);
        Assert.Equal(new CreditGrant(register.RegistrationId, 2 + Settings.Prefetch, 0), _pool.ExpectMsg<CreditGrant>(Patience));
    }

    [Fact]
    public void Runs_what_it_is_assigned_and_reports_until_acknowledged()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing"), Row(1, "Nothing"), Row(2, "Nothing"));
        var results = Results(3);
        Assert.Equal([0, 1, 2], results.Select(static r => r.Key.Index).Order());
        Assert.All(results, static r => Assert.Equal((TaskState.Done, 1), (r.State, r.Attempt)));

        // Not acknowledged, so all of it is sent again.
        Assert.Equal([0, 1, 2], Results(3).Select(static r => r.Key.Index).Order());
        _pool.Send(node, new ResultAck([.. results.Select(static r => new AckRow(r.Key, r.Attempt))]));
        AwaitAssert(() => Assert.True(_slots.IsEmpty), Patience);
    }

    [Fact]
    public void A_task_it_has_is_not_run_again()
    {
        var node = Registered();
        Assign(node, Deaf(0));
        AwaitAssert(() => Assert.Single(_slots.Running()), Patience);
        Assign(node, Deaf(0), Row(1, "Nothing"));
        Assert.Equal(1, Assert.Single(Results(1)).Key.Index);
        Assert.Single(_slots.Running());
        Assert.Equal(0, _slots.Board.Count);
    }

    [Fact]
    public void Cancel_of_running_and_queued_tasks_ends_both_and_queued_ones_never_start()
    {
        var node = Registered();
        Assign(node, Row(0, "WaitForCancellation"), Row(1, "WaitForCancellation"), Row(2, "Nothing"));
        AwaitAssert(() => Assert.Equal(2, _slots.Running().Count()), Patience);
        _pool.Send(node, new CancelTasks([Id(2), Id(0), Id(1), Id(99)]));
        var results = Results(3);
        Assert.All(results, static r => Assert.Equal(TaskState.Canceled, r.State));
        Assert.Equal(0, results.Single(static r => r.Key.Index == 2).StartedMicroseconds);
    }

    [Fact]
    public void A_timeout_ends_a_task_that_listens()
    {
        var node = Registered();
        Assign(node, Row(0, "WaitForCancellation") with { TimeoutMilliseconds = 100 });
        var result = Assert.Single(Results(1));
        Assert.Equal(TaskState.Failed, result.State);
        Assert.StartsWith("timeout: ", TaskOutcome.Parse(result.Payload.Span).Exception, StringComparison.Ordinal);
        Assert.InRange(result.FinishedMicroseconds - result.StartedMicroseconds, 90_000, 10_000_000);
    }

    [Fact]
    public void A_timeout_ends_a_deaf_task_after_its_grace_and_the_slot_goes_on()
    {
        var node = Registered();
        Assign(node, Deaf(0) with { TimeoutMilliseconds = 50 });
        var result = Assert.Single(Results(1));
        Assert.Contains("scalems.worker.grace", TaskOutcome.Parse(result.Payload.Span).ExceptionDetail, StringComparison.Ordinal);
        Assign(node, Row(1, "Nothing"), Row(2, "Nothing"));
        Assert.Equal(2, Results(2).Count);
    }

    [Fact]
    public void A_task_that_needs_more_slots_than_there_are_fails_with_the_numbers()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing") with { Slots = 3 });
        var outcome = TaskOutcome.Parse(Assert.Single(Results(1)).Payload.Span);
        Assert.Equal("insufficient resources: the task needs 3 slots; the worker worker-1 has 2", outcome.Exception);
    }

    [Fact]
    public void What_runs_for_a_while_is_reported_as_started()
    {
        var node = Registered();
        Assign(node, Deaf(0));
        Assert.Equal(Id(0), Assert.Single(_pool.FishForMessage<TasksStarted>(static _ => true, Patience).Tasks).Task);
    }

    [Fact]
    public void When_the_master_is_gone_it_registers_again_with_what_it_holds()
    {
        var node = Registered();
        Assign(node, Deaf(0), Deaf(1), Row(2, "Nothing"));
        AwaitAssert(() => Assert.Equal(2, _slots.Running().Count()), Patience);
        Sys.Stop(_pool.Ref);
        var again = _gate.FishForMessage<RegisterWorker>(static r => r.Held.Length == 3, Patience);
        Assert.Equal([0, 1, 2], again.Held.Select(static id => id.Key.Index).Order());

        var newPool = CreateTestProbe("new-pool");
        newPool.Send(node, new WorkerRegistered(again.RegistrationId, "master-2", newPool));
        newPool.Send(node, new CancelTasks([Id(2)]));
        newPool.FishForMessage<CreditGrant>(grant => grant.RegistrationId == again.RegistrationId, Patience);
        Assert.Equal(2, newPool.FishForMessage<ResultBatch>(static _ => true, Patience).Results.Single().Key.Index);
    }

    [Fact]
    public void What_has_ended_and_is_not_acknowledged_it_still_holds()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing"), Row(1, "Nothing"));
        Results(2);
        _pool.Send(node, new ResultAck([Id(1)]));
        AwaitAssert(() => Assert.Equal(1, _slots.Unacknowledged.Count), Patience);
        Sys.Stop(_pool.Ref);

        Assert.Equal(Id(0), Assert.Single(_gate.FishForMessage<RegisterWorker>(static r => r.Held.Length > 0, Patience).Held));
    }

    [Fact]
    public void A_task_whose_result_was_for_nobody_and_that_is_assigned_now_is_answered_with_it()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing"));
        Results(1);

        Assign(node, Row(0, "Nothing"));
        _pool.Send(node, new ResultAck([Id(0)]));

        Assert.Equal(0, Assert.Single(Results(1)).Key.Index);
    }

    [Fact]
    public void When_the_master_does_not_know_it_any_more_it_registers_anew()
    {
        StartNode(out var node);
        var first = _gate.FishForMessage<RegisterWorker>(static _ => true, Patience);
        Admit(node, first);
        _pool.Send(node, new WorkerUnknown(first.RegistrationId));
        Assert.NotEqual(first.RegistrationId, _gate.FishForMessage<RegisterWorker>(r => r.RegistrationId != first.RegistrationId, Patience).RegistrationId);
    }

    [Fact]
    public void Sub_tasks_of_its_tasks_go_to_the_master_in_a_session_of_the_process()
    {
        var node = Registered();
        Assign(node, Deaf(0));
        AwaitAssert(() => Assert.Single(_slots.Running()), Patience);
        _slots.SubTasks.Submit(Deaf(0), PayloadKind.WorkItem, WorkItem.Create("m", "f").ToUtf8Json(), new SubTasks.RecordingOwner(), 1);

        var open = _gate.FishForMessage<OpenSession>(static _ => true, Patience);
        Assert.Equal(_slots.Process, open.Session);
    }

    [Fact]
    public void Only_waiting_tasks_are_cancelled_where_that_is_asked_for()
    {
        var node = Registered();
        Assign(node, Deaf(0), Deaf(1));
        AwaitAssert(() => Assert.Equal(2, _slots.Running().Count()), Patience);
        Assign(node, Row(2, "Nothing"));
        AwaitAssert(() => Assert.Equal(1, _slots.Board.Count), Patience);

        _pool.Send(node, new CancelTasks([Id(0), Id(2)], WaitingOnly: true));

        var result = Assert.Single(Results(1));
        Assert.Equal((2, TaskState.Canceled), (result.Key.Index, result.State));
        Assert.All(_slots.Slots, static slot => Assert.Null(slot.Running!.Reason));
    }

    [Fact]
    public void A_task_that_was_lost_once_begins_when_the_master_has_acknowledged_its_start()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing") with { Attempt = 2 });

        // Sent a second time because the first message, or its answer, may be lost.
        var announced = Announced();
        var task = announced.Tasks.Single().Task;
        Assert.Equal(task, Announced().Tasks.Single().Task);
        Assert.Equal((0, 2), (task.Key.Index, task.Attempt));

        _pool.Send(node, new StartsAcknowledged(announced.RegistrationId, [task]));
        Assert.Equal(TaskState.Done, Results(1).Single().State);
    }

    [Fact]
    public void An_acknowledgement_for_an_earlier_registration_lets_nothing_begin()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing") with { Attempt = 2 });

        var task = Announced().Tasks.Single().Task;
        _pool.Send(node, new StartsAcknowledged(Guid.CreateVersion7(), [task]));
        Assert.Equal(task, Announced().Tasks.Single().Task);
    }

    [Fact]
    public void A_first_attempt_waits_for_no_acknowledgement()
    {
        var node = Registered();
        Assign(node, Row(0, "Nothing"));
        Assert.Equal(TaskState.Done, Results(1).Single().State);
    }

    /// <summary>The next report of a start to be acknowledged; no result may come before it.</summary>
    private TasksStarted Announced() => (TasksStarted)_pool.FishForMessage(
        static message => message is ResultBatch ? throw new InvalidOperationException("it ran") : message is TasksStarted { MustBeAcknowledged: true }, Patience);

    [Fact]
    public void What_a_task_has_printed_is_told_while_it_runs()
    {
        var node = Registered();
        Assign(node, Row(0, nameof(SlotFunctions.SayAndWait), "so far", _deafUntil));

        var asker = CreateTestProbe();
        AwaitAssert(
            () =>
            {
                node.Tell(new ReadOutput(Id(0).Key, 1, 3, 0, asker));
                Assert.Equal(new OutputChunk(Id(0).Key, 1, true, "far\n", "", 7, 0), asker.ExpectMsg<OutputChunk>(Patience));
            },
            Patience);
        node.Tell(new ReadOutput(Id(9).Key, 1, 0, 0, asker));
        Assert.False(asker.ExpectMsg<OutputChunk>(Patience).Running);
    }

    [Fact]
    public async Task With_several_threads_lost_it_finishes_what_runs_and_starts_anew()
    {
        var node = Registered();
        for (var n = 0; n < 3; n++)
        {
            Assign(node, Deaf(n));
            AwaitAssert(() => Assert.Contains(Id(n), _slots.Running()), Patience);
            _pool.Send(node, new CancelTasks([Id(n)]));
            var result = Assert.Single(Results(1));
            Assert.Equal(TaskState.Canceled, result.State);
            _pool.Send(node, new ResultAck([new AckRow(result.Key, result.Attempt)]));
        }

        var exit = await _exit.Task.WaitAsync(Patience);
        Assert.Equal(WorkerExit.Restart, exit.ExitCode);
        Assert.Contains("isolation = process", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Released_it_finishes_what_it_holds_and_ends_well()
    {
        var node = Registered();
        Assign(node, Deaf(0));
        AwaitAssert(() => Assert.Single(_slots.Running()), Patience);
        _pool.Send(node, new ReleaseNode("stop"));
        Assert.False(_exit.Task.IsCompleted);
        SlotFunctions.Open(_deafUntil);
        var results = Results(1);
        _pool.Send(node, new ResultAck([.. results.Select(static r => new AckRow(r.Key, r.Attempt))]));
        Assert.Equal(0, (await _exit.Task.WaitAsync(Patience)).ExitCode);
    }

    [Fact]
    public async Task Released_by_a_master_that_ends_before_it_has_every_result_it_ends_well()
    {
        var node = Registered();
        Assign(node, Deaf(0));
        SlotFunctions.Open(_deafUntil);
        Results(1);
        _pool.Send(node, new ReleaseNode("stop"));

        Sys.Stop(_pool);

        Assert.Equal(0, (await _exit.Task.WaitAsync(Patience)).ExitCode);
    }

    [Fact]
    public async Task Refused_it_ends_with_the_reason()
    {
        StartNode(out var node);
        _gate.FishForMessage<RegisterWorker>(static _ => true, Patience);
        _gate.Send(node, new Refused("the wire versions differ"));
        var exit = await _exit.Task.WaitAsync(Patience);
        Assert.Equal(1, exit.ExitCode);
        Assert.Contains("the wire versions differ", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_master_it_ends_at_its_deadline_and_says_where_it_looked()
    {
        Sys.ActorOf(WorkerNode.Props(Settings with { RegisterDeadline = TimeSpan.FromMilliseconds(100) }, _slots, MasterLocator.Local(Sys), _exit));
        var exit = await _exit.Task.WaitAsync(Patience);
        Assert.Equal(1, exit.ExitCode);
        Assert.Contains("no master answered", exit.Reason, StringComparison.Ordinal);
    }

    private static WorkerSettings Settings { get; } = new(
        "worker-1", 2, 100, TimeSpan.FromMilliseconds(300), Patience, [], new ExecutorSettings());

    private IActorRef StartNode() => Sys.ActorOf(WorkerNode.Props(Settings, _slots, MasterLocator.Local(Sys), _exit), "worker");

    private void StartNode(out IActorRef node) => node = StartNode();

    private IActorRef Registered()
    {
        var node = StartNode();
        Admit(node, _gate.FishForMessage<RegisterWorker>(static _ => true, Patience));
        _pool.FishForMessage<CreditGrant>(static _ => true, Patience);
        return node;
    }

    private void Admit(IActorRef node, RegisterWorker register) => _pool.Send(node, new WorkerRegistered(register.RegistrationId, "master", _pool));

    private void Assign(IActorRef node, params ImmutableArray<TaskRow> rows) => _pool.Send(node, new AssignBatch(rows));

    private List<ResultRow> Results(int count)
    {
        var results = new Dictionary<TaskKey, ResultRow>();
        while (results.Count < count)
        {
            foreach (var result in _pool.FishForMessage<ResultBatch>(static _ => true, Patience).Results)
            {
                results.TryAdd(result.Key, result);
            }
        }

        return [.. results.Values];
    }

    private static AckRow Id(int index) => new(new TaskKey(Submission, index), 1);

    private TaskRow Deaf(int index) => Row(index, nameof(SlotFunctions.Deaf), _deafUntil);

    private static TaskRow Row(int index, string function, params string[] args) => new()
    {
        Key = new TaskKey(Submission, index),
        Uid = TaskUid.Parse($"t{index}"),
        Attempt = 1,
        Slots = 1,
        Payload = SlotFunctions.Item(function, args),
    };

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(to.Forward);
    }
}
