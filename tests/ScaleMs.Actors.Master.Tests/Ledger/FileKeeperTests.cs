using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Tests.Faults;
using ScaleMs.Actors.TestSupport;
using static ScaleMs.Actors.Master.Tests.Ledger.FileSteps;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class FileKeeperTests() : TestKit("akka.loglevel = OFF")
{
    [Fact]
    public void The_keeper_is_told_the_sums_first_and_then_each_change()
    {
        var bench = new LedgerBench();
        var (client, keeper, next) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var ledger = Sys.ActorOf(TaskLedger.Props(new LedgerSettings("master", LedgerBench.Limits), bench.Ledger, journal: null));
        Submit(Item(Reference(1)));
        ledger.Tell(new UseFiles(keeper.Ref));
        Submit(Item($"[{Reference(1)}, {Reference(2)}]"));
        ledger.Tell(new UseFiles(next.Ref));

        Assert.Equal([new FileUse(Key(1), 1, 0)], keeper.ExpectMsg<FileUses>(TestKitTimes.Patience).Changes.AsEnumerable());
        Assert.Equal([new FileUse(Key(1), 1, 0), new FileUse(Key(2), 1, 0)], keeper.ExpectMsg<FileUses>(TestKitTimes.Patience).Changes.AsEnumerable());
        Assert.Equal([new FileUse(Key(1), 2, 0), new FileUse(Key(2), 1, 0)], next.ExpectMsg<FileUses>(TestKitTimes.Patience).Changes.AsEnumerable());

        void Submit(TaskInput task) =>
            ledger.Tell(new SubmitBatch(LedgerBench.Session, Rows.Submission, [bench.Row(task)]), client.Ref);
    }
}
