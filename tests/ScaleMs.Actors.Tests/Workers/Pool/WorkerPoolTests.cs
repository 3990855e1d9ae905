using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Tasks;
using ScaleMs.Actors.Workers.Pool;

namespace ScaleMs.Actors.Tests.Workers.Pool;

public sealed class WorkerPoolTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Assignments_that_never_arrived_are_sent_again_under_the_same_attempt()
    {
        var options = new PoolOptions("master") { ReassignAfter = TimeSpan.FromMilliseconds(300), Tick = TimeSpan.FromMilliseconds(50) };
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(options, ledger.Ref));
        var node = Guid.CreateVersion7();
        pool.Tell(new RegisterWorker { Node = node, ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = "w", Slots = 2 }, TestActor);
        ExpectMsg<WorkerRegistered>(Patience);
        pool.Tell(new CreditGrant(node, Granted: 2, Received: 0), TestActor);
        pool.Tell(new EnqueueTickets([new Ticket(new TaskSpec(Rows.Task(0)), 1), new Ticket(new TaskSpec(Rows.Task(1)), 1)]), ledger.Ref);

        var first = ExpectMsg<AssignBatch>(Patience);
        var again = ExpectMsg<AssignBatch>(Patience);
        Assert.Equal(first.Tasks.Select(static row => (row.Key, row.Attempt)), again.Tasks.Select(static row => (row.Key, row.Attempt)));

        pool.Tell(new CreditGrant(node, Granted: 2, Received: 2), TestActor);
        pool.Tell(new ResultBatch([Rows.Result(0), Rows.Result(1)]), TestActor);
        Assert.Equal(2, ledger.FishForMessage<WorkerResults>(static _ => true, Patience).Batch.Results.Length);
    }

    [Fact]
    public void What_a_worker_holds_from_before_is_not_assigned_while_nobody_knows_what_of_it_is_wanted()
    {
        var ledger = CreateTestProbe();
        var pool = ActorOf(WorkerPool.Props(new PoolOptions("master"), ledger.Ref));
        var node = Guid.CreateVersion7();
        var held = new Ticket(new TaskSpec(Rows.Task(0)), 1);
        pool.Tell(new EnqueueTickets([held]), ledger.Ref);

        pool.Tell(
            new RegisterWorker
            {
                Node = node,
                ApiName = Cpi.ApiName,
                WireVersion = Cpi.WireVersion,
                Name = "w",
                Slots = 2,
                Held = [new AckRow(Rows.Key(0), 1)],
            },
            TestActor);
        ExpectMsg<WorkerRegistered>(Patience);
        pool.Tell(new CreditGrant(node, Granted: 2, Received: 0), TestActor);
        pool.Tell(new EnqueueTickets([new Ticket(new TaskSpec(Rows.Task(1)), 1)]), ledger.Ref);
        var claim = ledger.FishForMessage<ClaimHeld>(static _ => true, Patience);
        pool.Tell(new HeldClaimed(node, claim.Held, [held]), ledger.Ref);

        Assert.Equal(Rows.Key(1), Assert.Single(ExpectMsg<AssignBatch>(Patience).Tasks).Key);
    }
}
