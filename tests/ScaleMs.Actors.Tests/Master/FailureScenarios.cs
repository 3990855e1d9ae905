using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

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
            Patience,
            () => ledger.Tell(new AttemptsLost("w", "test", [new TaskAttempt(new TaskSpec(Rows.Task(0)), 1)])));

        Assert.Contains("internal error", client.ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
        ExpectTerminated(Master, Patience);
        Assert.Contains("which the ledger never made", ended.ExpectMsg<MasterEnded>(Patience).Failure, StringComparison.Ordinal);
    }
}
