using Akka.Actor;
using Akka.Cluster;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class WorkerPoolTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Guid Process = Guid.CreateVersion7();

    [Fact]
    public void Assignments_that_never_arrived_are_sent_again_under_the_same_attempt()
    {
        var options = new PoolSettings("master") { ReassignAfter = TimeSpan.FromMilliseconds(300), Tick = TimeSpan.FromMilliseconds(50) };
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(options, ledger.Ref));
        var node = Guid.CreateVersion7();
        pool.Tell(new RegisterWorker { RegistrationId = node, ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = "w", Slots = 2 }, TestActor);
        ExpectMsg<WorkerRegistered>(Patience);
        pool.Tell(new CreditGrant(node, Granted: 2, Received: 0), TestActor);
        pool.Tell(new EnqueueAttempts([new TaskAttempt(new TaskSpec(Rows.Task(0)), 1), new TaskAttempt(new TaskSpec(Rows.Task(1)), 1)]), ledger.Ref);

        var first = ExpectMsg<AssignBatch>(Patience);
        var again = ExpectMsg<AssignBatch>(Patience);
        Assert.Equal(first.Tasks.Select(static row => (row.Key, row.Attempt)), again.Tasks.Select(static row => (row.Key, row.Attempt)));

        pool.Tell(new CreditGrant(node, Granted: 2, Received: 2), TestActor);
        pool.Tell(new ResultBatch([Rows.Result(0), Rows.Result(1)]), TestActor);
        Assert.Equal(2, ledger.FishForMessage<WorkerResults>(static _ => true, Patience).Batch.Results.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wish_to_end_that_went_astray_is_told_again_until_there_is_a_result(bool waitingOnly)
    {
        var options = new PoolSettings("master") { ReassignAfter = TimeSpan.FromMilliseconds(300), Tick = TimeSpan.FromMilliseconds(50) };
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(options, ledger.Ref));
        Register(pool, this, credit: 1);
        var task = new TaskSpec(Rows.Task(0));
        pool.Tell(new EnqueueAttempts([new TaskAttempt(task, 1)]), ledger.Ref);
        ExpectMsg<AssignBatch>(Patience);
        pool.Tell(new WithdrawTasks([new Withdrawal(task, waitingOnly)]), ledger.Ref);

        for (var i = 0; i < 3; i++)
        {
            var cancel = (CancelTasks)FishForMessage(static message => message is CancelTasks, Patience);
            Assert.Equal((new AckRow(Rows.Key(0), 1), waitingOnly), (Assert.Single(cancel.Tasks), cancel.WaitingOnly));
        }
    }

    [Fact]
    public void What_a_worker_runs_from_before_is_not_given_to_another_and_cancelled()
    {
        var ledger = CreateTestProbe();
        var other = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolSettings("master"), ledger.Ref));
        pool.Tell(new ExpectWorkers([Process.ToString()]), ledger.Ref);
        var attempt = new TaskAttempt(new TaskSpec(Rows.Task(0)), 1);
        pool.Tell(new EnqueueAttempts([attempt]), ledger.Ref);
        Register(pool, other, credit: 4);
        var node = Register(pool, this, credit: 1, held: [new AckRow(Rows.Key(0), 1)]);

        var claim = ledger.FishForMessage<ClaimHeld>(static _ => true, Patience);
        pool.Tell(new HeldClaimed(node, claim.Held, [attempt]), ledger.Ref);
        pool.Tell(new ReleaseAllWorkers("the end of what the test looks at"), TestActor);

        Assert.IsType<ReleaseNode>(FishForMessage(static message => message is CancelTasks or ReleaseNode, Patience));
        Assert.IsType<ReleaseNode>(other.FishForMessage(static message => message is AssignBatch or ReleaseNode, Patience));
    }

    [Fact]
    public void What_may_have_begun_on_a_worker_that_has_not_come_back_is_not_withdrawn()
    {
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolSettings("master"), ledger.Ref));
        pool.Tell(new ExpectWorkers([Process.ToString()]), ledger.Ref);
        var (running, queued) = (new TaskAttempt(new TaskSpec(Rows.Task(0)), 1), new TaskAttempt(new TaskSpec(Rows.Task(1)), 1));
        pool.Tell(new EnqueueAttempts([running, queued]), ledger.Ref);
        pool.Tell(new WithdrawTasks([new Withdrawal(running.Task, WaitingOnly: true), new Withdrawal(queued.Task, WaitingOnly: true)]), ledger.Ref);
        var node = Register(pool, this, credit: 0, held: [new AckRow(Rows.Key(0), 1)]);
        var claim = ledger.FishForMessage<ClaimHeld>(static _ => true, Patience);
        pool.Tell(new HeldClaimed(node, claim.Held, [running]), ledger.Ref);

        Assert.Equal(queued.Task, Assert.Single(ledger.FishForMessage<TasksWithdrawn>(static _ => true, Patience).Tasks));
        var cancel = (CancelTasks)FishForMessage(static message => message is CancelTasks, Patience);
        Assert.Equal((new AckRow(Rows.Key(0), 1), true), (Assert.Single(cancel.Tasks), cancel.WaitingOnly));
    }

    [Fact]
    public void A_master_that_dies_again_before_all_have_come_back_still_waits_for_them()
    {
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolSettings("master"), ledger.Ref));
        pool.Tell(new ExpectWorkers([Process.ToString(), "other"]), ledger.Ref);
        Register(pool, this, credit: 0);

        Assert.Equal([Process.ToString(), "other"], ledger.ExpectMsg<WorkersChanged>(Patience).Processes.AsEnumerable());
    }

    [Fact]
    public void A_result_whose_code_the_worker_has_not_told_of_yet_tells_of_it()
    {
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolSettings("master"), ledger.Ref));
        var node = Register(pool, this, credit: 9);
        IEnumerable<CodeIdentity> Next()
        {
            var changed = (WorkersChanged)ledger.FishForMessage(static message => message is WorkersChanged, Patience);
            return changed.Code;
        }

        Assert.Empty(Next());
        pool.Tell(new ResultBatch([Rows.Result(0) with { Code = new("python:m", "1") }, Rows.Result(1) with { Code = new("python:m", "1") }]), TestActor);
        Assert.Equal([new CodeIdentity("python:m", "1")], Next());
        Assert.Equal(2, ((WorkerResults)ledger.FishForMessage(static message => message is WorkerResults, Patience)).Batch.Results.Length);

        // The module was edited: another version counts when the worker says so, and what is told of late is not its code.
        pool.Tell(new ResultBatch([Rows.Result(2) with { Code = new("python:m", "2") }]), TestActor);
        pool.Tell(new WorkerCodeChanged(node, []), TestActor);
        Assert.Empty(Next());
        pool.Tell(new ResultBatch([Rows.Result(3) with { Code = new("python:m", "1") }]), TestActor);
        pool.Tell(new WorkerCodeChanged(node, [new CodeIdentity("python:m", "2")]), TestActor);
        Assert.Equal([new CodeIdentity("python:m", "2")], Next());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_session_of_a_worker_that_is_gone_or_released_is_closed(bool released)
    {
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolSettings("master"), ledger.Ref));
        Register(pool, this, credit: 1);

        pool.Tell(released ? new ReleaseAllWorkers("the end") : new NodeGone(new UniqueAddress(TestActor.Path.Address, 0), "it left"));

        Assert.Equal([Process], ledger.FishForMessage<WorkersGone>(static _ => true, Patience).Processes.AsEnumerable());
    }

    [Fact]
    public void What_a_worker_hands_back_goes_to_another_at_once()
    {
        var ledger = CreateTestProbe();
        var other = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolSettings("master"), ledger.Ref));
        var node = Register(pool, this, credit: 4);
        pool.Tell(new EnqueueAttempts([new TaskAttempt(new TaskSpec(Rows.Task(0)), 1)]), ledger.Ref);
        FishForMessage(static message => message is AssignBatch, Patience);
        Register(pool, other, credit: 4);

        pool.Tell(new ResultBatch([Rows.Result(0, state: Contracts.Tasks.TaskState.Canceled)]), TestActor);
        pool.Tell(new CreditGrant(node, 5, 1) { SubTasksOnly = true }, TestActor);

        Assert.Equal(new AckRow(Rows.Key(0), 1), Assert.Single(((ResultAck)FishForMessage(static message => message is ResultAck or AssignBatch, Patience)).Results));
        Assert.Equal(0, Assert.Single(other.FishForMessage<AssignBatch>(static _ => true, Patience).Tasks).Key.Index);
    }

    private static Guid Register(IActorRef pool, TestKitBase worker, int credit, params AckRow[] held)
    {
        var registration = new RegisterWorker
        {
            RegistrationId = Guid.CreateVersion7(),
            Process = worker is TestProbe ? Guid.Empty : Process,
            ApiName = Cpi.ApiName,
            WireVersion = Cpi.WireVersion,
            Name = "w",
            Slots = 2,
            Held = [.. held],
        };
        pool.Tell(registration, worker.TestActor);
        worker.FishForMessage<WorkerRegistered>(static _ => true, Patience);
        pool.Tell(new CreditGrant(registration.RegistrationId, credit, Received: 0), worker.TestActor);
        return registration.RegistrationId;
    }
}
