using Akka.Cluster;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Faults;

public sealed class PoolFaultTests() : TestKit("akka.loglevel = OFF")
{
    private static readonly Guid Node = Guid.Parse("0198c2a0-0000-7000-8000-00000000000c");

    [Fact]
    public void Wherever_a_transition_fails_nothing_of_it_is_told()
    {
        var failures = 0;
        while (Play(failures + 1))
        {
            failures++;
        }

        // The scenario covers every message of the pool that sends messages.
        Assert.InRange(failures, 18, 1_000);
    }

    private bool Play(int failAt)
    {
        using var world = new FaultyWorld(this, failAt);
        var (ledger, worker, asker) = (world.Probe(), world.Probe(), world.Probe());
        world.Start(WorkerPool.Props(new PoolSettings("master") { Tick = TimeSpan.FromHours(1) }, ledger.Ref, new PoolEffects { Collecting = world.Collecting }));
        foreach (var (message, sender) in Steps(ledger, worker, asker))
        {
            world.Step(message, sender);
            if (world.HasFailed)
            {
                Assert.Empty(world.Told);
                Assert.Contains("the effect that fails", world.Broken, StringComparison.Ordinal);
                world.Step(new CreditGrant(Node, Granted: 100, Received: 0), worker);
                Assert.Empty(world.Told);
                return true;
            }

            Assert.Null(world.Broken);
        }

        return false;
    }

    private static IEnumerable<(object Message, TestProbe Sender)> Steps(TestProbe ledger, TestProbe worker, TestProbe asker)
    {
        TaskAttempt[] attempts = [.. Enumerable.Range(0, 4).Select(static index => new TaskAttempt(new TaskSpec(Rows.Task(index)), 1))];
        var (address, row) = (new UniqueAddress(worker.Ref.Path.Address, 0), new AckRow(Rows.Key(0), 1));
        yield return (new RegisterWorker { RegistrationId = Node, ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Process = Node, Name = "w", Slots = 2, Held = [new AckRow(Rows.Key(9), 1)] }, worker);
        yield return (new HeldClaimed(Node, [new AckRow(Rows.Key(9), 1)], []), ledger);
        yield return (new CreditGrant(Guid.CreateVersion7(), Granted: 1, Received: 0), worker);
        yield return (new CreditGrant(Node, Granted: 2, Received: 0), worker);
        yield return (new EnqueueAttempts([.. attempts]), ledger);
        yield return (new TasksStarted(Node, [new StartedRow(row, 1)]) { MustBeAcknowledged = true }, worker);
        yield return (new WorkerCodeChanged(Node, []), worker);
        yield return (new WithdrawTasks([new Withdrawal(attempts[1].Task, WaitingOnly: false), new Withdrawal(attempts[3].Task, WaitingOnly: true)]), ledger);
        yield return (new ResultBatch([Rows.Result(0), Rows.Result(7)]), worker);
        yield return (new CreditGrant(Node, Granted: 4, Received: 2), worker);
        yield return (new EnqueueAttempts([new TaskAttempt(new TaskSpec(Rows.Task(8, slots: 99)), 1)]), ledger);
        yield return (new CommandCall(new Query(), new CommandRequest("query.0", asker.Ref)), asker);
        yield return (new NodeUnreachable(address), ledger);
        yield return (new NodeReachable(address), ledger);
        yield return (new NodeGone(address, "it left"), ledger);
        yield return (new RegisterWorker { RegistrationId = Node, ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = "w", Slots = 2 }, worker);
        yield return (new ReleaseAllWorkers("the end"), ledger);
    }
}
