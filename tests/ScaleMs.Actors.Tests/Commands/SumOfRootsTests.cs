using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.Tests.Master;

namespace ScaleMs.Actors.Tests.Commands;

public sealed class SumOfRootsTests : MasterScenario
{
    public SumOfRootsTests()
        : base("""scalems.commands { sum-of-roots = "ScaleMs.Actors.Samples.SumOfRootsHandler, ScaleMs.Actors.Samples" }""")
    {
    }

    [Fact]
    public void A_handler_ends_its_command_with_the_results_of_its_tasks()
    {
        Master.Tell(new SumOfRoots([4, 9]), TestActor);
        var worker = Worker();

        foreach (var row in worker.Take(2))
        {
            var number = Contracts.Tasks.WorkItem.Parse(row.Payload.Span).Args[0].GetDouble();
            worker.Finish(Done(row, Math.Sqrt(number)));
        }

        Assert.Equal(5.0, ExpectMsg<CommandReply>(Patience).Record.ReturnValue!.Value.GetDouble());
    }
}
