using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Tests.Master;

public sealed class MinWorkersScenarios : MasterScenario
{
    public MinWorkersScenarios()
        : base("scalems.master { min-workers = 2, min-workers-deadline = 60s }")
    {
    }

    [Fact]
    public void Tasks_are_held_until_enough_workers_have_registered()
    {
        Master.Tell(new AddItem(Item(0)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        var first = Worker(name: "first");
        first.Probe.ExpectNoMsg(TimeSpan.FromMilliseconds(100));

        Worker(name: "second");

        AwaitAssert(() => Assert.Equal(1, Query().Status.Workers.Sum(static worker => worker.InFlight)), Patience);
    }
}
