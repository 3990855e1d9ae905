using Akka;
using Akka.Actor;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.CoordinatedShutdowns;

public class CoordinatedShutdownSpec
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_phases_run_in_their_documented_order()
    {
        var system = ActorSystem.Create("phases");
        var shutdown = CoordinatedShutdown.Get(system);
        var ran = new List<string>();
        string[] phases =
        [
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            CoordinatedShutdown.PhaseServiceUnbind,
            CoordinatedShutdown.PhaseServiceRequestsDone,
            CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeClusterShutdown,
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
            CoordinatedShutdown.PhaseClusterLeave,
            CoordinatedShutdown.PhaseClusterExiting,
            CoordinatedShutdown.PhaseClusterExitingDone,
            CoordinatedShutdown.PhaseClusterShutdown,
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
        ];
        foreach (var phase in phases.Reverse())
        {
            shutdown.AddTask(phase, "note", () =>
            {
                lock (ran)
                {
                    ran.Add(phase);
                }

                return Task.FromResult(Done.Instance);
            });
        }

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Plenty);

        Assert.Equal(phases, ran);
        await system.WhenTerminated.WaitAsync(Plenty);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Tasks_of_one_phase_run_side_by_side()
    {
        var system = ActorSystem.Create("side-by-side");
        var shutdown = CoordinatedShutdown.Get(system);
        var first = new TaskCompletionSource<Done>();
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "waits for the other", () => first.Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "the other", () =>
        {
            first.SetResult(Done.Instance);
            return Task.FromResult(Done.Instance);
        });

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Plenty);
    }

    [Fact]
    public async Task A_task_that_hangs_is_left_behind_after_the_phases_timeout()
    {
        var system = ActorSystem.Create("hangs", """
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.phases.service-stop.timeout = 50ms
            """);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "hangs", () => new TaskCompletionSource<Done>().Task);

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Plenty);
        await system.WhenTerminated.WaitAsync(Plenty);
    }

    [Fact]
    public async Task A_task_that_fails_does_not_stop_the_shutdown()
    {
        var system = ActorSystem.Create("fails", "akka.loglevel = OFF, akka.stdout-loglevel = OFF");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => Task.FromException<Done>(new Oops()));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "throws", () => throw new Oops());

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Plenty);
        await system.WhenTerminated.WaitAsync(Plenty);
    }

    [Fact]
    public async Task It_runs_once_however_often_it_is_asked()
    {
        var system = ActorSystem.Create("once");
        var shutdown = CoordinatedShutdown.Get(system);
        var runs = 0;
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "count", () =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(Done.Instance);
        });

        await Task.WhenAll(
            shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance),
            shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance)).WaitAsync(Plenty);

        Assert.Equal(1, runs);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Terminate_runs_it_too()
    {
        var system = ActorSystem.Create("by-terminate");
        var ran = false;
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "note", () =>
        {
            ran = true;
            return Task.FromResult(Done.Instance);
        });

        await system.Terminate().WaitAsync(Plenty);

        Assert.True(ran);
    }

    [Fact]
    public async Task An_unknown_phase_is_refused()
    {
        var system = ActorSystem.Create("unknown-phase");

        Assert.Throws<Akka.Configuration.ConfigurationException>(() =>
            CoordinatedShutdown.Get(system).AddTask("no-such-phase", "task", () => Task.FromResult(Done.Instance)));

        await system.Terminate().WaitAsync(Plenty);
    }
}
