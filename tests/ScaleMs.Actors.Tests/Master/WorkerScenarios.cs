using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Tests.Master;

public sealed class WorkerScenarios : MasterScenario
{
    public WorkerScenarios()
        : base("scalems.workers { lost-after = 1s, max-attempts = 2 }")
    {
    }

    [Fact]
    public void The_tasks_of_a_lost_worker_run_elsewhere()
    {
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        var first = Worker(name: "first");
        Assert.Equal(1, first.Take(1)[0].Attempt);

        Sys.Stop(first.Probe.Ref);

        var second = Worker(name: "second");
        var row = second.Take(1)[0];
        Assert.Equal(2, row.Attempt);
        second.Finish(Done(row));
        var record = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal((TaskState.Done, 2, "second"), (record.State, record.Attempt, record.Worker));
    }

    [Fact]
    public void A_task_that_loses_too_many_workers_fails_and_names_them()
    {
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        foreach (var name in new[] { "first", "second" })
        {
            var worker = Worker(name: name);
            Begin(worker, worker.Take(1)[0]);
            Sys.Stop(worker.Probe.Ref);
        }

        var record = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal(TaskState.Failed, record.State);
        Assert.Contains("first, second", record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_whose_workers_are_lost_before_it_begins_is_not_to_blame()
    {
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        foreach (var name in new[] { "first", "second", "third", "fourth" })
        {
            var worker = Worker(name: name);
            worker.Take(1);
            Sys.Stop(worker.Probe.Ref);
        }

        var last = Worker(name: "last");
        last.Finish(Done(last.Take(1)[0]));
        Assert.Equal(TaskState.Done, ExpectMsg<TaskResult>(Patience).Record.State);
    }

    private void Begin(FakeWorker worker, TaskRow row)
    {
        worker.Tell(new TasksStarted(worker.Node, [new(new AckRow(row.Key, row.Attempt), 1)]));
        AwaitAssert(() => Assert.Equal(1, Query().Status.Counts[TaskState.Executing]), Patience);
    }

    [Fact]
    public void A_start_is_acknowledged_to_the_worker_that_waits_for_it()
    {
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>();
        var worker = Worker();
        var row = worker.Take(1)[0];
        var task = new AckRow(row.Key, row.Attempt);

        worker.Tell(new TasksStarted(worker.Node, [new(task, 1)]) { MustBeAcknowledged = true });

        var acknowledged = worker.Probe.FishForMessage<StartsAcknowledged>(static _ => true, Patience);
        Assert.Equal((worker.Node, task), (acknowledged.RegistrationId, acknowledged.Tasks.Single()));
        Assert.Equal(1, Query().Status.Counts[TaskState.Executing]);
    }

    [Fact]
    public void A_result_that_comes_after_the_task_was_given_to_another_is_dropped_and_acknowledged()
    {
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        var first = Worker(name: "first");
        var stale = first.Take(1)[0];
        Master.Tell(new NodeGone(first.Member(), "test"), ActorRefs.NoSender);
        AwaitAssert(() => Assert.Empty(Query().Status.Workers), Patience);

        first.Finish(Done(stale, "stale"));
        first.Probe.ExpectMsg<ResultAck>(Patience);
        first.Grant(7);
        Assert.Equal(first.Node, first.Probe.ExpectMsg<WorkerUnknown>(Patience).RegistrationId);

        var second = Worker(name: "second");
        second.Finish(Done(second.Take(1)[0], "fresh"));
        Assert.Equal("fresh", ExpectMsg<TaskResult>(Patience).Record.ReturnValue!.Value.GetString());
    }

    [Fact]
    public void An_unreachable_worker_gets_nothing_and_loses_its_tasks_after_a_while()
    {
        var worker = Worker();
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        worker.Take(1);

        Master.Tell(new NodeUnreachable(worker.Member()), ActorRefs.NoSender);

        AwaitAssert(() => Assert.Empty(Query().Status.Workers), Patience);
        Assert.Equal(1, Query().Status.Counts[TaskState.Scheduled]);
    }

    [Fact]
    public void A_worker_that_can_be_reached_again_in_time_keeps_its_tasks()
    {
        var worker = Worker();
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        var row = worker.Take(1)[0];
        Master.Tell(new NodeUnreachable(worker.Member()), ActorRefs.NoSender);
        Master.Tell(new NodeReachable(worker.Member()), ActorRefs.NoSender);

        worker.Finish(Done(row));

        Assert.Equal(1, ExpectMsg<TaskResult>(Patience).Record.Attempt);
    }

    [Fact]
    public void What_ends_at_the_address_of_a_worker_and_is_not_its_system_takes_no_tasks_from_it()
    {
        var worker = Worker(system: 7);
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        var row = worker.Take(1)[0];

        Master.Tell(new NodeUnreachable(worker.Member(system: 8)), ActorRefs.NoSender);
        Master.Tell(new NodeGone(worker.Member(system: 8), "test"), ActorRefs.NoSender);
        Assert.True(Assert.Single(Query().Status.Workers).Reachable);
        worker.Finish(Done(row));
        Assert.Equal(1, ExpectMsg<TaskResult>(Patience).Record.Attempt);

        Master.Tell(new NodeGone(worker.Member(system: 7), "test"), ActorRefs.NoSender);
        AwaitAssert(() => Assert.Empty(Query().Status.Workers), Patience);
    }

    [Fact]
    public void A_task_that_no_registered_worker_is_large_enough_for_fails_at_once()
    {
        var wide = new TaskDescription { Mode = TaskMode.Shell, Command = "true", Ranks = 5 };
        Master.Tell(wide, TestActor);
        AwaitAssert(() => Assert.Equal(1, Query().Status.Counts[TaskState.Scheduled]), Patience);

        Worker(slots: 4);

        var record = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal(TaskState.Failed, record.State);
        Assert.Contains("the task needs 5 ranks; all of 1 workers together have room for 4", record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void Queued_tasks_are_cancelled_at_once_and_running_ones_are_told()
    {
        var worker = Worker(slots: 1, credit: 1);
        Master.Tell(new AddItem(Item(0)), TestActor);
        Master.Tell(new AddItem(Item(1)), TestActor);
        ExpectMsg<CommandReply>(Patience);
        ExpectMsg<CommandReply>(Patience);
        var running = worker.Take(1)[0];

        var reply = Ask(new Cancel { All = true });

        Assert.Equal("""{"canceled":2,"already_final":0,"unknown":[]}""", reply.ReturnValue!.Value.GetRawText());
        var queued = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal((Item(1).Uid().ToString(), TaskState.Canceled), (queued.Uid, queued.State));
        Assert.Equal(new AckRow(running.Key, 1), Assert.Single(worker.Probe.ExpectMsg<CancelTasks>(Patience).Tasks));
        worker.Finish(Done(running) with { State = TaskState.Canceled });
        Assert.Equal(TaskState.Canceled, ExpectMsg<TaskResult>(Patience).Record.State);
        worker.Grant(10);
        worker.Probe.ExpectMsg<ResultAck>(Patience);
        worker.Probe.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Tasks_are_cancelled_by_uid_and_by_submission()
    {
        var (client, session) = Client();
        var submission = Guid.CreateVersion7();
        Master.Tell(Batch(session, submission, 0, 3), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);

        var byUid = Ask(new Cancel { Ids = [Item(0).Uid().ToString(), "nobody"] });
        Assert.Equal("""{"canceled":1,"already_final":0,"unknown":["nobody"]}""", byUid.ReturnValue!.Value.GetRawText());
        Assert.Equal(TaskState.Canceled, client.ExpectMsg<ResultBatch>(Patience).Results[0].State);

        var bySubmission = Ask(new Cancel { Submission = submission });
        Assert.Equal("""{"canceled":2,"already_final":1,"unknown":[]}""", bySubmission.ReturnValue!.Value.GetRawText());
        Assert.Equal(2, client.ExpectMsg<ResultBatch>(Patience).Results.Length);
    }

    [Fact]
    public void Registering_twice_is_answered_twice_and_counts_once()
    {
        var worker = Worker();
        Gate.Tell(
            new RegisterWorker { RegistrationId = worker.Node, ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = "worker", Slots = 2 },
            worker.Probe.Ref);

        worker.Probe.ExpectMsg<WorkerRegistered>(Patience);
        Assert.Single(Query().Status.Workers);
    }

    [Fact]
    public void A_worker_without_slots_is_refused()
    {
        Gate.Tell(
            new RegisterWorker { RegistrationId = Guid.NewGuid(), ApiName = Cpi.ApiName, WireVersion = Cpi.WireVersion, Name = "none", Slots = 0 }, TestActor);

        Assert.Contains("offers 0 slots", ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
    }
}
