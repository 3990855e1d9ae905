using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master;

namespace ScaleMs.Actors.Tests.Master;

public sealed class StopScenarios : MasterScenario
{
    [Fact]
    public void Stop_waits_for_running_tasks_before_it_answers()
    {
        Watch(Master);
        var stopper = CreateTestProbe();
        var worker = Worker(slots: 1, credit: 1);
        Master.Tell(new AddItem(Item(0)), TestActor);
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        ExpectMsg<CommandReply>(Patience);
        var first = worker.Take(1)[0];

        Master.Tell(new StopCommand(), stopper.Ref);
        stopper.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        worker.Finish(Done(first));
        worker.Grant(2);
        ExpectMsg<TaskResult>(Patience);
        worker.Finish(Done(worker.Take(1)[0]));
        ExpectMsg<TaskResult>(Patience);

        worker.Probe.FishForMessage<ReleaseNode>(static _ => true, Patience);
        var record = stopper.ExpectMsg<CommandReply>(Patience).Record;
        Assert.Equal((TaskState.Done, 0), (record.State, record.ExitCode));
        Assert.Equal(0, record.ReturnValue!.Value.GetProperty("dropped_count").GetInt32());
        Assert.Equal(2, record.ReturnValue!.Value.GetProperty("report").GetProperty("counts").GetProperty("DONE").GetInt32());
        ExpectTerminated(Master, Patience);
    }

    [Fact]
    public void A_stopping_master_answers_queries_and_refuses_work()
    {
        var (client, session) = Client();
        Master.Tell(new AddItem(Item(0)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        Master.Tell(new StopCommand(), client.Ref);
        AwaitAssert(() => Assert.True(Query().Status.Stopping), Patience);

        Assert.Contains("is stopping", Ask(new AddItem(Item(1))).Exception, StringComparison.Ordinal);
        Master.Tell(Batch(session, Guid.CreateVersion7(), 0, 2), client.Ref);
        Assert.Equal(2, client.ExpectMsg<AcceptedBatch>(Patience).Refused.Length);
        Assert.Equal(TaskState.Done, Ask(new HelloCommand()).State);
    }

    [Fact]
    public void A_second_stop_drops_what_has_not_begun_and_names_it()
    {
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        var worker = Worker(slots: 1, credit: 1);
        Master.Tell(new AddItem(Item(0)), TestActor);
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        ExpectMsg<CommandReply>(Patience);
        var running = worker.Take(1)[0];
        worker.Tell(new TasksStarted(worker.Node, [new(new AckRow(running.Key, 1), 1)]));
        AwaitAssert(() => Assert.Equal(1, Query().Status.Counts[TaskState.Executing]), Patience);

        Master.Tell(new StopCommand(), first.Ref);
        Master.Tell(new StopCommand(), second.Ref);

        var dropped = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal((Item(1).Uid().ToString(), TaskState.Canceled), (dropped.Uid, dropped.State));
        worker.Finish(Done(running));
        Assert.Equal(TaskState.Done, ExpectMsg<TaskResult>(Patience).Record.State);
        foreach (var stopper in new[] { first, second })
        {
            var reply = stopper.ExpectMsg<CommandReply>(Patience).Record;
            Assert.Equal($"""["{dropped.Uid}"]""", reply.ReturnValue!.Value.GetProperty("dropped").GetRawText());
        }
    }

    [Fact]
    public void Stop_waits_until_a_client_has_its_results()
    {
        var (client, session) = Client();
        var stopper = CreateTestProbe();
        var worker = Worker();
        Master.Tell(Batch(session, Guid.CreateVersion7(), 0, 1), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        worker.Finish(Done(worker.Take(1)[0]));
        var result = client.ExpectMsg<ResultBatch>(Patience).Results[0];

        Master.Tell(new StopCommand(), stopper.Ref);
        stopper.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Master.Tell(new ResultAck([new AckRow(result.Key, result.Attempt)]), client.Ref);

        stopper.ExpectMsg<CommandReply>(Patience);
    }

    [Fact]
    public void After_the_end_the_gate_says_so()
    {
        Watch(Master);
        var ended = CreateTestProbe();
        Sys.EventStream.Subscribe(ended.Ref, typeof(MasterEnded));
        Assert.Equal(TaskState.Done, Ask(new StopCommand()).State);
        ExpectTerminated(Master, Patience);
        Assert.Null(ended.ExpectMsg<MasterEnded>(Patience).Failure);

        AwaitAssert(
            () =>
            {
                var probe = CreateTestProbe();
                Gate.Tell(new OpenSession(Guid.CreateVersion7(), Cpi.ApiName, Cpi.WireVersion), probe.Ref);
                Assert.Contains("has ended", probe.ExpectMsg<Refused>(TimeSpan.FromSeconds(1)).Reason, StringComparison.Ordinal);
            },
            Patience);
    }
}
