using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tests.Master;

public sealed class BatchScenarios : MasterScenario
{
    private readonly Guid _submission = Guid.CreateVersion7();

    [Fact]
    public void A_batch_is_accepted_assigned_and_its_results_are_acknowledged_both_ways()
    {
        var (client, session) = Client();
        var worker = Worker(slots: 8);
        Master.Tell(Batch(session, _submission, 0, 8), client.Ref);
        var accepted = client.ExpectMsg<AcceptedBatch>(Patience);
        Assert.Equal((_submission, 0, 8), (accepted.Submission, accepted.First, accepted.Count));
        Assert.Empty(accepted.Refused);

        var rows = worker.Take(8);
        Assert.All(rows, static row => Assert.Equal(1, row.Attempt));
        worker.Finish([.. rows.Select(static row => Done(row))]);

        var results = client.ExpectMsg<ResultBatch>(Patience);
        Assert.Equal(rows.Select(static row => row.Key), results.Results.Select(static row => row.Key));
        Assert.Equal(8, worker.Probe.ExpectMsg<ResultAck>(Patience).Results.Length);
        Master.Tell(new ResultAck([.. results.Results.Select(static row => new AckRow(row.Key, row.Attempt))]), client.Ref);
        Assert.Equal(8, Query().Status.Counts[TaskState.Done]);
    }

    [Fact]
    public void A_batch_that_comes_again_runs_once()
    {
        var (client, session) = Client();
        var worker = Worker();
        Master.Tell(Batch(session, _submission, 0, 1), client.Ref);
        Master.Tell(Batch(session, _submission, 0, 1), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        client.ExpectMsg<AcceptedBatch>(Patience);

        worker.Finish(Done(worker.Take(1)[0]));
        client.ExpectMsg<ResultBatch>(Patience);
        Assert.Equal(1, Query().Status.Counts[TaskState.Done]);

        Master.Tell(Batch(session, _submission, 0, 1), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        client.ExpectMsg<ResultBatch>(Patience);
    }

    [Fact]
    public void A_row_of_another_submission_is_refused_and_the_others_run()
    {
        var (client, session) = Client();
        var batch = Batch(session, _submission, 0, 2);
        Master.Tell(batch with { Tasks = batch.Tasks.Add(Row(Guid.CreateVersion7(), 2)) }, client.Ref);

        Assert.Equal(2, Assert.Single(client.ExpectMsg<AcceptedBatch>(Patience).Refused).Index);
        Worker().Take(2);
    }

    [Fact]
    public void A_batch_without_tasks_is_answered_and_the_ledger_goes_on()
    {
        var (client, session) = Client();
        Master.Tell(new SubmitBatch(session, _submission, default), client.Ref);
        Assert.Equal(0, client.ExpectMsg<AcceptedBatch>(Patience).Count);

        Master.Tell(Batch(session, _submission, 0, 1), client.Ref);
        Assert.Equal(1, client.ExpectMsg<AcceptedBatch>(Patience).Count);
    }

    [Fact]
    public void Results_wait_for_a_client_that_comes_back_under_its_session()
    {
        var (client, session) = Client();
        Master.Tell(Batch(session, _submission, 0, 2), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        var worker = Worker();
        var rows = worker.Take(2);
        Watch(client.Ref);
        Sys.Stop(client.Ref);
        ExpectTerminated(client.Ref, Patience);
        worker.Finish(Done(rows[0]), Done(rows[1]));
        worker.Probe.ExpectMsg<ResultAck>(Patience);

        var again = CreateTestProbe();
        Gate.Tell(new OpenSession(session, Cpi.ApiName, Cpi.WireVersion), again.Ref);

        again.ExpectMsg<SessionOpened>(Patience);
        Assert.Equal(2, again.ExpectMsg<ResultBatch>(Patience).Results.Length);
    }

    [Fact]
    public void A_result_that_is_not_acknowledged_comes_again()
    {
        var (client, session) = Client();
        Master.Tell(Batch(session, _submission, 0, 1), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        var worker = Worker();
        worker.Finish(Done(worker.Take(1)[0]));

        var first = client.ExpectMsg<ResultBatch>(Patience);
        var second = client.ExpectMsg<ResultBatch>(Patience);
        Assert.Equal(first.Results[0].Key, second.Results[0].Key);
    }

    [Fact]
    public void Large_results_come_in_several_batches()
    {
        var (client, session) = Client();
        Master.Tell(Batch(session, _submission, 0, 3), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        var worker = Worker(slots: 3);
        var text = new string('x', 50_000);
        worker.Finish([.. worker.Take(3).Select(row => Done(row, text))]);

        for (var i = 0; i < 3; i++)
        {
            Assert.Single(client.ExpectMsg<ResultBatch>(Patience).Results);
        }
    }

    [Fact]
    public void Another_version_is_turned_away_with_both_versions()
    {
        Gate.Tell(new OpenSession(Guid.CreateVersion7(), Cpi.ApiName, 99), TestActor);

        Assert.Contains($"wire version {Cpi.WireVersion}; the peer speaks scalems_v0, wire version 99", ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_page_through_the_tasks_in_order_of_submission()
    {
        var (client, session) = Client();
        Master.Tell(Batch(session, _submission, 0, 5), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);

        var uids = new List<string>();
        var query = new Query { Limit = 2 };
        for (var pages = 0; pages < 3; pages++)
        {
            var reply = Query(query);
            uids.AddRange(reply.Records.Select(static record => record.Uid));
            query = query with { After = reply.Next };
        }

        Assert.Null(query.After);
        Assert.Equal(Enumerable.Range(0, 5).Select(static n => Item(n).Uid().ToString()), uids);
    }

    [Fact]
    public void Queries_tell_queued_from_running_and_name_what_is_unknown()
    {
        var (client, session) = Client();
        Master.Tell(Batch(session, _submission, 0, 2), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        var worker = Worker(slots: 2);
        var rows = worker.Take(2);
        worker.Tell(new Contracts.Workers.TasksStarted(worker.Node, [new(new AckRow(rows[0].Key, 1), 5_000_000)]));

        AwaitAssert(
            () =>
            {
                var running = Query(new Query { State = TaskState.Executing });
                Assert.Equal(rows[0].Uid.ToString(), Assert.Single(running.Records).Uid);
                Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(5), running.Records[0].Timestamps.Started);
                Assert.Equal(1, running.Status.Counts[TaskState.Scheduled]);
            },
            Patience);

        var byUid = Query(new Query { Ids = [rows[1].Uid.ToString(), "nobody"] });
        Assert.Equal(TaskState.Scheduled, Assert.Single(byUid.Records).State);
        Assert.Equal("nobody", Assert.Single(byUid.Unknown));
        Assert.Equal(2, Assert.Single(byUid.Status.Workers).InFlight);
    }

    [Fact]
    public void A_query_that_makes_no_sense_is_refused()
    {
        Assert.Contains("limit is 10001", Ask(new Query { Limit = 10_001 }).Exception, StringComparison.Ordinal);
        Assert.Contains("after is 'x'", Ask(new Query { After = "x" }).Exception, StringComparison.Ordinal);
    }
}
