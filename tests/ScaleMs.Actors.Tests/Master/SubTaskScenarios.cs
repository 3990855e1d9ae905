using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Tests.Master;

public sealed class SubTaskScenarios : MasterScenario
{
    private readonly SubTaskPort _port = new(Guid.CreateVersion7());
    private readonly Owner _owner = new();
    private readonly FakeWorker _worker;
    private readonly TestProbe _client;
    private readonly TaskRow _parent;

    public SubTaskScenarios()
    {
        Sys.ActorOf(SubTaskSession.Props(_port, MasterLocator.Local(Sys), TransferOptions.Default));
        _worker = Worker(slots: 4, process: _port.Session);
        (_client, var session) = Client();
        Master.Tell(Batch(session, Guid.CreateVersion7(), 0, 1), _client.Ref);
        _parent = _worker.Take(1)[0];
    }

    [Fact]
    public void What_a_running_task_submits_runs_and_comes_back_to_it()
    {
        Submit(1);
        Submit(2);
        var rows = _worker.Take(2);
        Assert.All(rows, row => Assert.Equal(new SubTaskParent(_parent.Key, 1), row.Parent));

        _worker.Finish(Done(rows[0], 1), Done(rows[1], 2));

        AwaitAssert(() => Assert.Equal(["1 Done", "1 accepted", "2 Done", "2 accepted"], _owner.Told), Patience);
        Assert.Equal(0, _port.Count);
    }

    [Fact]
    public void What_a_task_has_not_awaited_is_cancelled_when_it_ends()
    {
        Submit(1);
        var row = _worker.Take(1)[0];

        _worker.Finish(Done(_parent));

        var cancel = _worker.Probe.FishForMessage<CancelTasks>(static _ => true, Patience);
        Assert.Equal(new AckRow(row.Key, 1), Assert.Single(cancel.Tasks));
        _worker.Finish(Done(row) with { State = TaskState.Canceled });
        AwaitAssert(() => Assert.Equal(["1 Canceled", "1 accepted"], _owner.Told), Patience);
    }

    [Fact]
    public void A_task_may_submit_while_the_master_stops_and_not_when_it_is_over()
    {
        var asker = CreateTestProbe();
        Master.Tell(new StopCommand(), asker.Ref);
        AwaitAssert(() => Assert.True(Query().Status.Stopping), Patience);
        Submit(1);
        _worker.Finish(Done(_worker.Take(1)[0]));
        AwaitAssert(() => Assert.Equal(["1 Done", "1 accepted"], _owner.Told), Patience);

        _worker.Finish(Done(_parent));
        _client.FishForMessage<ResultBatch>(static _ => true, Patience);
        Submit(2);
        AwaitAssert(() => Assert.Equal(["1 Done", "1 accepted", "2 Failed"], _owner.Told), Patience);
    }

    [Fact]
    public void A_lost_worker_takes_its_session_along_and_the_next_attempt_finds_what_is_done()
    {
        Submit(1);
        _worker.Finish(Done(_worker.Take(1)[0], 5));
        AwaitAssert(() => Assert.Equal(["1 Done", "1 accepted"], _owner.Told), Patience);
        Submit(2);
        var unfinished = _worker.Take(1)[0];

        Master.Tell(new NodeGone(_worker.Member(), "it left"));
        var next = Worker(name: "next");
        Assert.Equal((_parent.Key, 2), next.Take(1)[0] is var again ? (again.Key, again.Attempt) : default);

        // The worker has not noticed. The master has an answer for everything.
        AwaitAssert(() => Assert.Equal(TaskState.Canceled, Assert.Single(Query(new Query { Ids = [unfinished.Uid.ToString()] }).Records).State), Patience);
        Submit(3);
        AwaitAssert(() => Assert.Contains("3 Failed", _owner.Told), Patience);
        Assert.Equal(TaskState.Done, Assert.Single(Query(new Query { Ids = [WorkItem.Create("System.Math", "Cbrt", 1).Uid().ToString()] }).Records).State);
    }

    private void Submit(int number) => _port.Submit(_parent, PayloadKind.WorkItem, WorkItem.Create("System.Math", "Cbrt", number).ToUtf8Json(), _owner, (uint)number);

    private sealed class Owner : ISubTaskOwner
    {
        private readonly ConcurrentBag<string> _told = [];

        public string[] Told => [.. _told.Order(StringComparer.Ordinal)];

        public void Accepted(uint request, string uid) => _told.Add($"{request} accepted");

        public void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome) => _told.Add($"{request} {state}");
    }
}
