using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Tests.Master;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Tests.Telemetry;

public sealed class MasterMetricsScenarios() : MasterScenario($"scalems.master.uid = {Uid}")
{
    private const string Uid = "measured-master";

    private readonly MeterWatch _watch = new(Uid);

    [Fact]
    public void Batches_and_the_payload_in_them_are_measured_by_message_and_direction()
    {
        var rows = RunTasks(8);

        var submitted = rows.Sum(static row => row.Payload.Length);
        Assert.Equal([8], _watch.Of("scalems.batch.tasks", "scalems.message=submit network.io.direction=receive"));
        Assert.Equal([submitted], _watch.Of("scalems.batch.size", "scalems.message=submit"));
        Assert.Equal(submitted, _watch.Of("scalems.payload.io", "scalems.message=submit network.io.direction=receive").Sum());
        Assert.Equal(submitted, _watch.Of("scalems.payload.io", "scalems.message=assign network.io.direction=transmit").Sum());
        var returned = rows.Sum(static row => Done(row).Payload.Length);
        Assert.Equal(returned, _watch.Of("scalems.payload.io", "scalems.message=result network.io.direction=receive").Sum());
        Assert.Equal(returned, _watch.Of("scalems.payload.io", "scalems.message=result network.io.direction=transmit").Sum());
        Assert.Equal(("{task}", "By"), (_watch.UnitOf("scalems.batch.tasks"), _watch.UnitOf("scalems.payload.io")));
    }

    [Fact]
    public void An_attempt_that_ran_has_a_queue_time_and_a_run_time()
    {
        RunTasks(3);

        Assert.Equal(3, _watch.Of("scalems.queue.duration").Length);
        Assert.All(_watch.Of("scalems.run.duration", "scalems.task.state=DONE"), static seconds => Assert.Equal(1e-6, seconds));
        Assert.Equal(3, _watch.Of("scalems.run.duration").Length);
        Assert.Equal("s", _watch.UnitOf("scalems.queue.duration"));
    }

    [Fact]
    public void Tasks_are_counted_by_state_and_the_unfinished_ones_as_they_are_now()
    {
        var (client, session) = Client();
        Master.Tell(Batch(session, Guid.CreateVersion7(), 0, 5), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);

        Assert.Equal([5], _watch.Ask("scalems.tasks.unfinished", "scalems.task.state=SCHEDULED"));
        Assert.Equal([5], _watch.Of("scalems.tasks", "scalems.task.state=NEW"));
        Assert.Empty(_watch.Of("scalems.tasks.unfinished", "scalems.task.state=DONE"));

        var worker = Worker(slots: 5);
        worker.Finish([.. worker.Take(5).Select(static row => Done(row))]);
        client.ExpectMsg<ResultBatch>(Patience);

        Assert.Equal([0], _watch.Ask("scalems.tasks.unfinished", "scalems.task.state=SCHEDULED"));
        Assert.Equal([5], _watch.Of("scalems.tasks", "scalems.task.state=DONE"));
        Assert.Equal([5], _watch.Of("scalems.tasks", "scalems.task.state=SCHEDULED"));
    }

    [Fact]
    public void A_master_that_has_ended_reports_no_tasks()
    {
        Watch(Master);
        Sys.Stop(Master);
        ExpectTerminated(Master, Patience);

        Assert.Empty(_watch.Ask("scalems.tasks"));
    }

    [Fact]
    public void Workers_are_measured_by_name_as_the_master_sees_them()
    {
        var (client, session) = Client();
        Worker(slots: 3, name: "small");
        Worker(slots: 5, name: "large");
        Master.Tell(Batch(session, Guid.CreateVersion7(), 0, 8), client.Ref);

        AwaitAssert(
            () =>
            {
                Assert.Equal([3], _watch.Ask("scalems.worker.slots", "scalems.worker=small"));
                Assert.Equal([5], _watch.Of("scalems.worker.slots", "scalems.worker=large"));
                Assert.Equal(8, _watch.Of("scalems.worker.tasks.in_flight").Sum());
                Assert.Equal([1, 1], _watch.Of("scalems.worker.reachable"));
            },
            Patience);
    }

    protected override void AfterAll()
    {
        _watch.Dispose();
        base.AfterAll();
    }

    private TaskRow[] RunTasks(int count)
    {
        var (client, session) = Client();
        var worker = Worker(slots: count);
        Master.Tell(Batch(session, Guid.CreateVersion7(), 0, count), client.Ref);
        client.ExpectMsg<AcceptedBatch>(Patience);
        TaskRow[] rows = [.. worker.Take(count)];
        worker.Finish([.. rows.Select(static row => Done(row))]);
        client.ExpectMsg<ResultBatch>(Patience);
        return rows;
    }
}
