using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Configuration;

namespace ScaleMs.Engine.Tests.CoordinatedShutdowns;

public sealed class CoordinatedShutdownTests
{
    private sealed class Unplugged : CoordinatedShutdown.Reason;

    private readonly ConcurrentQueue<string> _ran = new();

    [Fact]
    public async Task Phases_run_in_order_and_then_the_system_ends()
    {
        var system = ActorSystem.Create("phases");
        var shutdown = CoordinatedShutdown.Get(system);
        Add(shutdown, CoordinatedShutdown.PhaseClusterLeave, "leave");
        Add(shutdown, CoordinatedShutdown.PhaseBeforeServiceUnbind, "unbind");
        Add(shutdown, CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "last");
        Assert.Null(shutdown.ShutdownReason);

        await shutdown.Run(new Unplugged()).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["unbind", "leave", "last"], _ran);
        Assert.IsType<Unplugged>(shutdown.ShutdownReason);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Terminate_runs_it_once_and_the_first_reason_counts()
    {
        var system = ActorSystem.Create("once");
        var shutdown = CoordinatedShutdown.Get(system);
        Add(shutdown, CoordinatedShutdown.PhaseServiceStop, "stop");

        await Task.WhenAll(system.Terminate(), shutdown.Run(new Unplugged()), shutdown.Run(new Unplugged())).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["stop"], _ran);
        Assert.IsType<CoordinatedShutdown.ActorSystemTerminateReason>(shutdown.ShutdownReason);
    }

    [Fact]
    public async Task It_can_start_at_a_later_phase()
    {
        var shutdown = CoordinatedShutdown.Get(ActorSystem.Create("later"));
        Add(shutdown, CoordinatedShutdown.PhaseServiceUnbind, "unbind");
        Add(shutdown, CoordinatedShutdown.PhaseClusterShutdown, "cluster");

        await shutdown.Run(new Unplugged(), CoordinatedShutdown.PhaseServiceStop).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["cluster"], _ran);
    }

    [Fact]
    public async Task A_task_that_fails_or_hangs_does_not_stop_the_others()
    {
        var shutdown = CoordinatedShutdown.Get(ActorSystem.Create("hangs", "akka.coordinated-shutdown.phases.service-stop.timeout = 50ms"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fails", () => throw new InvalidOperationException("no"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "hangs", () => new TaskCompletionSource<Done>().Task);
        Add(shutdown, CoordinatedShutdown.PhaseServiceUnbind, "beside");
        Add(shutdown, CoordinatedShutdown.PhaseClusterShutdown, "after");

        await shutdown.Run(new Unplugged()).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["beside", "after"], _ran);
    }

    [Fact]
    public async Task A_phase_that_must_not_fail_ends_the_shutdown_but_terminate_still_ends_the_system()
    {
        var system = ActorSystem.Create("strict", "akka.coordinated-shutdown.phases.service-stop.recover = off");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => throw new InvalidOperationException("no"));
        Add(shutdown, CoordinatedShutdown.PhaseClusterShutdown, "after");

        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(_ran);
        await Assert.ThrowsAsync<InvalidOperationException>(() => shutdown.Run(new Unplugged()));
    }

    [Fact]
    public async Task A_task_may_add_tasks_to_later_phases()
    {
        var shutdown = CoordinatedShutdown.Get(ActorSystem.Create("adds"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "adds", () =>
        {
            Add(shutdown, CoordinatedShutdown.PhaseClusterShutdown, "added");
            return Task.FromResult(Done.Instance);
        });

        await shutdown.Run(new Unplugged()).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["added"], _ran);
    }

    [Fact]
    public async Task An_unknown_phase_is_refused_with_the_known_ones()
    {
        using var system = ActorSystem.Create("unknown");
        var shutdown = CoordinatedShutdown.Get(system);

        var error = Assert.Throws<ConfigurationException>(() => Add(shutdown, "service-stopp", "x"));
        Assert.Contains("service-stopp", error.Message, StringComparison.Ordinal);
        Assert.Contains(CoordinatedShutdown.PhaseServiceStop, error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(10), shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting));
        Assert.Equal(TimeSpan.FromSeconds(5), shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        await system.Terminate();
    }

    [Fact]
    public void Phases_that_depend_on_each_other_are_refused() =>
        Assert.Throws<ArgumentException>(() => Phase.Order(Phase.FromConfig(
            ConfigurationFactory.ParseString("phases { a.depends-on = [b], b.depends-on = [c], c.depends-on = [a] }"))));

    private void Add(CoordinatedShutdown shutdown, string phase, string name) => shutdown.AddTask(phase, name, () =>
    {
        _ran.Enqueue(name);
        return Task.FromResult(Done.Instance);
    });
}
