using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Tasks;

namespace ScaleMs.Actors.Tests.Master;

public sealed class FailureScenarios : MasterScenario
{
    [Fact]
    public void A_broken_invariant_ends_the_master_and_every_client_learns_why()
    {
        var (client, _) = Client();
        var ended = CreateTestProbe();
        Sys.EventStream.Subscribe(ended.Ref, typeof(MasterEnded));
        Watch(Master);
        var ledger = Sys.ActorSelection(Master.Path / "tasks");

        EventFilter.Error(start: "The master cannot go on").ExpectOne(
            () => ledger.Tell(new TicketsLost("w", "test", [new Ticket(new TaskSpec(Rows.Task(0)), 1)])));

        Assert.Contains("internal error", client.ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
        ExpectTerminated(Master, Patience);
        Assert.Contains("which the ledger never made", ended.ExpectMsg<MasterEnded>(Patience).Failure, StringComparison.Ordinal);
    }
}

public sealed class MinWorkersScenarios : MasterScenario
{
    public MinWorkersScenarios()
        : base("scalems.master { min-workers = 2, min-workers-deadline = 3s }")
    {
    }

    [Fact]
    public void Tasks_are_held_until_enough_workers_have_registered()
    {
        Master.Tell(new AddItem(Item(0)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        var first = Worker(name: "first");
        first.Probe.ExpectNoMsg(TimeSpan.FromMilliseconds(100));

        var second = Worker(name: "second");

        var rows = new[] { first, second }.Sum(static worker => worker.Probe.HasMessages ? 1 : 0);
        AwaitAssert(() => Assert.Equal(1, Query().Status.Workers.Sum(static worker => worker.InFlight)), Patience);
        Assert.InRange(rows, 0, 1);
    }

    [Fact]
    public void When_too_few_register_in_time_the_master_ends_with_the_reason()
    {
        const string Reason = "1 of 2 workers registered within 3 s (scalems.master.min-workers";
        Watch(Master);
        var (client, _) = Client();
        var stopper = CreateTestProbe();
        Worker();
        Master.Tell(new AddItem(Item(0)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        Master.Tell(new StopCommand(), stopper.Ref);

        Assert.Contains(Reason, client.ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
        Assert.Contains(Reason, ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
        var stopped = stopper.ExpectMsg<CommandReply>(Patience).Record;
        Assert.Equal(TaskState.Failed, stopped.State);
        Assert.Contains(Reason, stopped.Exception, StringComparison.Ordinal);
        ExpectTerminated(Master, Patience);
    }
}
