using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Tests.SubTasks;

public sealed class SubTaskSessionTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Guid Incarnation = Guid.CreateVersion7();

    private readonly SubTaskPort _port = new(Guid.CreateVersion7());
    private readonly RecordingOwner _owner = new();
    private readonly TestProbe _gate;
    private TestProbe _master;

    public SubTaskSessionTests()
    {
        _gate = CreateTestProbe("gate");
        _master = CreateTestProbe("master");
        Sys.ActorOf(Props.Create(() => new Forwarder(_gate)), Cpi.GateName);
    }

    [Fact]
    public void It_opens_its_session_with_the_first_sub_task_and_not_before()
    {
        Start();
        _gate.ExpectNoMsg(TimeSpan.FromMilliseconds(500));
        Submit(1);

        var open = _gate.ExpectMsg<OpenSession>(Patience);
        Assert.Equal(new OpenSession(_port.Session, Cpi.ApiName, Cpi.WireVersion), open);
    }

    [Fact]
    public void What_is_waiting_is_sent_in_one_batch_and_results_are_acknowledged()
    {
        var session = Start();
        Submit(0);
        Submit(1);
        Submit(2);
        Open(session);

        var batch = Batch();
        Assert.Equal((_port.Session, 3), (batch.Session, batch.Tasks.Length));
        Accept(session, batch);
        var results = new ResultBatch([.. batch.Tasks.Select(static row => Rows.Result(row.Key))]);
        _master.Send(session, results);
        Assert.Equal(3, _master.FishForMessage<ResultAck>(static _ => true, Patience).Results.Length);
        Told("0 accepted", "1 accepted", "2 accepted", "0 Done", "1 Done", "2 Done");

        // Once more, because the acknowledgement was lost.
        _master.Send(session, results);
        Assert.Equal(3, _master.FishForMessage<ResultAck>(static _ => true, Patience).Results.Length);
        Assert.Equal(6, _owner.Told.Length);
    }

    [Fact]
    public void A_refused_sub_task_has_failed_without_being_accepted()
    {
        var session = Start();
        Submit(0);
        Submit(1);
        Open(session);
        var batch = Batch();

        _master.Send(session, new AcceptedBatch(batch.Submission, batch.Tasks[0].Key.Index, 2, [new RefusedRow(batch.Tasks[1].Key.Index, "no")]));

        Told("1 Failed Refused", "0 accepted");
        Assert.Equal("refused: no", _owner.Outcome!.Exception);
    }

    [Fact]
    public void What_a_full_master_has_sent_back_comes_again()
    {
        var session = Start();
        Submit(0);
        Open(session);
        var batch = Batch();
        _master.Send(session, new AcceptedBatch(batch.Submission, 0, 1, []) { Busy = true });

        Assert.Equal(batch.Tasks[0].Key, Batch().Tasks[0].Key);
        Assert.Empty(_owner.Told);
    }

    [Fact]
    public void A_description_that_no_master_takes_is_refused_here()
    {
        var session = Start(TransferOptions.Default with { Max = 20 });
        Submit(0);
        Open(session);

        Told("0 Failed Refused");
        Assert.Contains("scalems.transfer.max", _owner.Outcome!.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_restart_of_the_master_it_sends_what_is_not_accepted_and_asks_for_the_rest()
    {
        var session = Start();
        Submit(0);
        Open(session);
        var first = Batch();
        Accept(session, first);
        Told("0 accepted");
        Submit(1);
        var second = Batch();

        Restart(session, Incarnation);

        Assert.Equal(second.Tasks[0].Key, Batch().Tasks[0].Key);
        Assert.Equal(new CheckSubmission(_port.Session, first.Submission), _master.ExpectMsg<CheckSubmission>(Patience));
        _master.Send(session, new SubmissionLost(first.Submission, "its results are no longer kept"));
        Told("0 accepted", "0 Failed Refused", "1 Failed Refused");
        Submit(2);
        Assert.NotEqual(first.Submission, Batch().Submission);
    }

    [Fact]
    public void A_restart_without_a_journal_ends_what_was_accepted()
    {
        var session = Start();
        Submit(0);
        Open(session);
        Accept(session, Batch());
        Told("0 accepted");

        Restart(session, Guid.CreateVersion7());

        Told("0 accepted", "0 Failed Refused");
    }

    [Fact]
    public void A_master_that_is_gone_is_not_looked_for_while_nothing_waits_for_it()
    {
        var session = Start();
        Submit(0);
        Open(session);
        var batch = Batch();
        Accept(session, batch);
        _master.Send(session, new ResultBatch([Rows.Result(batch.Tasks[0].Key)]));
        Told("0 accepted", "0 Done");
        _gate.ReceiveWhile<object>(static message => message, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50));

        Sys.Stop(_master);
        _gate.ExpectNoMsg(TimeSpan.FromMilliseconds(700));
        Submit(1);
        _gate.ExpectMsg<OpenSession>(Patience);
    }

    [Fact]
    public void The_next_actor_system_goes_on_with_the_session()
    {
        var session = Start();
        Submit(0);
        Open(session);
        var accepted = Batch();
        Accept(session, accepted);
        Told("0 accepted");
        Submit(1);
        var open = Batch();
        Watch(session);
        Sys.Stop(session);
        ExpectTerminated(session, Patience);
        _master.ExpectNoMsg(TimeSpan.FromMilliseconds(100));

        var next = Start();
        _gate.FishForMessage<OpenSession>(static _ => true, Patience);
        Open(next);

        Assert.Equal(open.Tasks[0].Key, Batch().Tasks[0].Key);
        _master.FishForMessage<CheckSubmission>(static _ => true, Patience);
        _master.Send(next, new ResultBatch([Rows.Result(accepted.Tasks[0].Key)]));
        Told("0 accepted", "0 Done");
    }

    [Fact]
    public void A_worker_that_has_registered_again_opens_its_session_again()
    {
        var session = Start();
        Submit(0);
        Open(session);
        Accept(session, Batch());
        Told("0 accepted");

        session.Tell(SubTaskSession.LookAgain.Instance);
        Open(session);

        _master.ExpectMsg<CheckSubmission>(Patience);
    }

    [Fact]
    public void Rows_with_a_gap_between_them_go_in_batches_of_their_own()
    {
        var session = Start();
        Submit(0);
        _port.Submit(Rows.Task(9) with { Attempt = 1 }, PayloadKind.WorkItem, "nonsense"u8.ToArray(), _owner, 1);
        Submit(2);
        Open(session);

        Assert.Equal([0, 2], new[] { Batch(), Batch() }.Select(static batch => Assert.Single(batch.Tasks).Key.Index));
    }

    private IActorRef Start(TransferOptions? transfer = null) =>
        Sys.ActorOf(SubTaskSession.Props(_port, MasterLocator.Local(Sys), transfer ?? TransferOptions.Default));

    private void Submit(uint request) =>
        _port.Submit(Rows.Task(9) with { Attempt = 1 }, PayloadKind.WorkItem, WorkItem.Create("m", "f", request).ToUtf8Json(), _owner, request);

    private void Open(IActorRef session)
    {
        _gate.FishForMessage<OpenSession>(static _ => true, Patience);
        _gate.Send(session, new SessionOpened(_port.Session, "master", Incarnation, _master));
    }

    private void Restart(IActorRef session, Guid incarnation)
    {
        Sys.Stop(_master);
        _master = CreateTestProbe();
        _gate.ReceiveWhile<object>(static message => message, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(20));
        _gate.FishForMessage<OpenSession>(static _ => true, Patience);
        _gate.Send(session, new SessionOpened(_port.Session, "master", incarnation, _master));
    }

    private SubmitBatch Batch() => _master.FishForMessage<SubmitBatch>(static _ => true, Patience);

    private void Accept(IActorRef session, SubmitBatch batch) =>
        _master.Send(session, new AcceptedBatch(batch.Submission, batch.Tasks[0].Key.Index, batch.Tasks.Length, []));

    private void Told(params ImmutableArray<string> expected) => AwaitAssert(() => Assert.Equal(expected.AsEnumerable(), _owner.Told), Patience);

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(to.Forward);
    }
}
