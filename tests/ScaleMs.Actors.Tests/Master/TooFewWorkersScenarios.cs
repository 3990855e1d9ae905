using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tests.Master;

public sealed class TooFewWorkersScenarios : MasterScenario
{
    public TooFewWorkersScenarios()
        : base("scalems.master { min-workers = 2, min-workers-deadline = 6s }")
    {
    }

    [Fact]
    public void When_too_few_register_in_time_the_master_ends_with_the_reason()
    {
        const string Reason = "1 of 2 workers registered within 6 s (scalems.master.min-workers";
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
