using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Provisioning.Launchers;
using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master.Tests.Provisioning;

/// <summary>What becomes of workers that the master starts.</summary>
public sealed class WorkerProvisionerTests : ProvisionerBench
{
    [Fact]
    public void Workers_are_answered_at_once_with_their_uids_and_then_each_with_one_message()
    {
        var provisioner = Start();

        var uids = Add(provisioner, count: 2);
        provisioner.Tell(new WorkerArrived(uids[1], "b"));
        provisioner.Tell(new WorkerArrived(uids[0], "a"));

        Assert.Equal(["m.worker.0000", "m.worker.0001"], uids.AsEnumerable());
        Assert.Equal((WorkerState.Active, "b"), (Change(uids[1]).State, Change(uids[0]) is { State: WorkerState.Active } ? "b" : ""));
    }

    [Fact]
    public void Nothing_is_started_before_the_journal_has_it()
    {
        Ledger.SetAutoPilot(Akka.TestKit.AutoPilot.NoAutoPilot);
        var provisioner = Start();

        Add(provisioner);
        var changed = Ledger.ExpectMsg<LaunchesChanged>(Patience);
        Assert.Empty(Launcher.StartedUids);
        provisioner.Tell(new LaunchesWritten(changed.Version), Ledger.Ref);

        AwaitAssert(() => Assert.Single(Launcher.StartedUids), Patience);
    }

    [Fact]
    public void A_worker_that_cannot_be_started_has_failed_with_the_reason()
    {
        Launcher.Refusal = "no such partition";
        var provisioner = Start();

        var change = Change(Add(provisioner)[0]);

        Assert.Equal((WorkerState.Failed, "no such partition"), (change.State, change.Reason));
        AwaitAssert(() => Assert.Empty(Written.Launches), Patience);
    }

    [Fact]
    public void A_worker_that_ends_before_it_has_registered_has_failed_with_exit_code_and_log()
    {
        Launcher.Log = "cannot open shared object\n";
        Launcher.Put("m.worker.0000", new LaunchSight(LaunchSightKind.Ended, ExitCode: 127));
        var provisioner = Start();

        var change = Change(Add(provisioner)[0]);

        Assert.Equal((WorkerState.Failed, "it ended with exit code 127 before it had registered, and said: cannot open shared object"), (change.State, change.Reason));
    }

    [Fact]
    public void A_worker_that_does_not_register_in_time_has_failed_and_is_ended()
    {
        var provisioner = Start(settings: Settings with { Deadline = TimeSpan.FromMilliseconds(300) });

        var change = Change(Add(provisioner)[0]);

        Assert.Equal((WorkerState.Failed, "it did not register within 0.3 s (job 1)"), (change.State, change.Reason));
        Assert.Contains(("m.worker.0000", false), Launcher.Cancels);
    }

    [Fact]
    public void A_job_that_waits_in_its_queue_has_its_own_deadline()
    {
        Queue.Put("m.worker.0000", new LaunchSight(LaunchSightKind.Queued, "job 1 waits: Resources"));
        var provisioner = Start(settings: Settings with { Deadline = TimeSpan.FromMilliseconds(100), QueueDeadline = TimeSpan.FromMilliseconds(900) });

        var change = Change(Add(provisioner, worker: new WorkerDescription { Launcher = "slurm" })[0]);

        Assert.Equal("it did not begin within 0.9 s (job 1 waits: Resources)", change.Reason);
    }

    [Fact]
    public void After_failures_in_a_row_a_launcher_is_paused_until_a_command_asks_for_it()
    {
        Launcher.Refusal = "ssh: no route to host";
        var provisioner = Start(settings: Settings with { MostFailures = 3, MaxPending = 1 });
        Add(provisioner, count: 5);
        AwaitAssert(() => Assert.Equal(3, Launcher.StartedUids.Count), Patience);

        Tell(provisioner, new Query());
        var paused = Assert.Single(Pool.FishForMessage<CommandCall>(static call => call.Command is Query, Patience).PausedLaunchers);
        Assert.Equal(new LauncherStatus("local", "ssh: no route to host"), paused);

        Launcher.Refusal = null;
        Add(provisioner);
        AwaitAssert(() => Assert.Equal(4, Launcher.StartedUids.Count), Patience);
    }

    [Fact]
    public void Not_more_are_on_their_way_than_configured()
    {
        var provisioner = Start(settings: Settings with { MaxPending = 2 });
        var uids = Add(provisioner, count: 4);
        AwaitAssert(() => Assert.Equal(2, Launcher.StartedUids.Count), Patience);

        provisioner.Tell(new WorkerArrived(uids[0], "a"));

        AwaitAssert(() => Assert.Equal(3, Launcher.StartedUids.Count), Patience);
    }

    [Fact]
    public void A_released_worker_leaves_when_it_has_no_tasks_and_one_on_its_way_is_cancelled()
    {
        var provisioner = Start();
        var uids = Add(provisioner, count: 2);
        AwaitAssert(() => Assert.Equal(2, Launcher.StartedUids.Count), Patience);
        provisioner.Tell(new WorkerArrived(uids[0], "a"));
        Tell(provisioner, new Subscribe { Workers = true });

        Tell(provisioner, new ReleaseWorkers { All = true });

        Assert.Equal(uids[0], Pool.FishForMessage<ReleaseWorker>(static _ => true, Patience).Uid);
        Change(uids[0], WorkerState.Leaving);
        Assert.Equal(uids[1], Change(uids[1], WorkerState.Done).Uid);
        Launcher.Put(uids[0], new LaunchSight(LaunchSightKind.Ended, ExitCode: 0));
        provisioner.Tell(new WorkerDeparted(uids[0], "a", "it left", IsExpected: true));
        Change(uids[0], WorkerState.Done);
    }

    [Fact]
    public void Releasing_an_unknown_worker_names_it_and_those_that_there_are()
    {
        var provisioner = Start();
        provisioner.Tell(new WorkerArrived("host/1", "host/1"));

        Tell(provisioner, new ReleaseWorkers { Uids = ["host/2"] });

        Assert.Equal("refused: there is no worker host/2; there are host/1", Answer().Exception);
    }

    [Fact]
    public void Waiting_ends_when_all_have_registered_or_one_has_failed_or_the_time_is_over()
    {
        var provisioner = Start();
        var uids = Add(provisioner, count: 2);
        AwaitAssert(() => Assert.Equal(2, Launcher.StartedUids.Count), Patience);
        Tell(provisioner, new WaitWorkers { Uids = uids, Deadline = 60 });
        foreach (var uid in uids)
        {
            provisioner.Tell(new WorkerArrived(uid, uid));
        }

        Assert.Equal(TaskState.Done, Answer().State);
        Tell(provisioner, new WaitWorkers { Count = 3, Deadline = 0.3 });
        Assert.Equal("refused: 2 of 3 workers registered within 0.3 s", Answer().Exception);

        var failing = Add(provisioner)[0];
        Tell(provisioner, new WaitWorkers { Uids = [failing], Deadline = 60 });
        Launcher.Put(failing, new LaunchSight(LaunchSightKind.Ended, ExitCode: 2));
        Assert.StartsWith($"refused: {failing} is FAILED: it ended with exit code 2", Answer().Exception, StringComparison.Ordinal);
        Tell(provisioner, new WaitWorkers { Uids = ["nobody"], Deadline = 60 });
        Assert.Equal("refused: there is no worker nobody", Answer().Exception);
    }

    [Fact]
    public void A_subscriber_gets_the_state_of_each_worker_and_every_change_also_of_those_that_others_start()
    {
        var provisioner = Start();
        provisioner.Tell(new WorkerArrived("host/1", "host/1"));
        Tell(provisioner, new Subscribe { Workers = true });

        Assert.Equal(WorkerState.Active, Change("host/1").State);
        provisioner.Tell(new WorkerDeparted("host/1", "host/1", "it could not be reached", IsExpected: false));
        Assert.Equal((WorkerState.Lost, "it could not be reached"), (Change("host/1", WorkerState.Lost).State, "it could not be reached"));
    }

    [Fact]
    public void A_master_that_starts_again_takes_up_what_still_runs_and_reports_what_does_not()
    {
        static WorkerLaunch Launch(int number, bool released = false) => new($"m.worker.{number:d4}", $"m.worker.{number:d4}.id", new WorkerDescription { Launcher = "local" }, 0) { IsReleased = released };
        Launcher.Put("m.worker.0001", new LaunchSight(LaunchSightKind.Runs));
        Launcher.Put("m.worker.0002", new LaunchSight(LaunchSightKind.Runs));
        var provisioner = Start(new LaunchRecord(3, [Launch(0), Launch(1), Launch(2, released: true)]));
        Tell(provisioner, new Subscribe { Workers = true });

        Assert.Equal("it is not there before it had registered", Change("m.worker.0000", WorkerState.Failed).Reason);
        provisioner.Tell(new WorkerArrived("m.worker.0001", "a"));
        Change("m.worker.0001", WorkerState.Active);
        provisioner.Tell(new WorkerArrived("m.worker.0002", "b"));
        Assert.Equal("m.worker.0002", Pool.FishForMessage<ReleaseWorker>(static _ => true, Patience).Uid);
        Assert.Equal("m.worker.0003", Assert.Single(Add(provisioner)));
        Assert.DoesNotContain("m.worker.0001", Launcher.StartedUids);
    }

    [Fact]
    public void When_the_master_stops_nothing_is_left_also_of_what_does_not_listen()
    {
        Launcher.EndsWhenTold = false;
        var provisioner = Start();
        Add(provisioner, count: 2);
        AwaitAssert(() => Assert.Equal(2, Launcher.StartedUids.Count), Patience);

        provisioner.Tell(EndLaunches.Instance, TestActor);

        FishForMessage(static message => message is LaunchesEnded, Patience);
        Assert.Equal(2, Launcher.Cancels.Count(static cancel => cancel.Kill));
        Tell(provisioner, new AddWorkers());
        Assert.Equal("refused: the master is stopping and needs no more workers", Answer().Exception);
    }

    [Fact]
    public void Workers_by_need_grow_with_the_queue_up_to_the_most_and_shrink_when_they_are_idle_down_to_the_fewest()
    {
        var provisioner = Start(settings: Settings with { Elastic = new ElasticSettings(new WorkerDescription { Launcher = "local", Ranks = 2 }, Min: 1, Max: 3, IdleAfter: TimeSpan.FromMilliseconds(100)) });
        provisioner.Tell(new PoolLoad(WantedSlots: 0, Slots: 0, new HashSet<string>()));
        AwaitAssert(() => Assert.Single(Launcher.StartedUids), Patience);

        provisioner.Tell(new PoolLoad(WantedSlots: 100, Slots: 0, new HashSet<string>()));
        AwaitAssert(() => Assert.Equal(3, Launcher.StartedUids.Count), Patience);
        foreach (var uid in Launcher.StartedUids)
        {
            provisioner.Tell(new WorkerArrived(uid, uid));
        }

        var idle = new PoolLoad(WantedSlots: 0, Slots: 6, Launcher.StartedUids.ToHashSet());
        provisioner.Tell(idle);
        AwaitAssert(
            () =>
            {
                provisioner.Tell(idle);
                Assert.Equal(2, Written.Launches.Count(static launch => launch.IsReleased));
            },
            Patience);
    }
}
