using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

public sealed class ClusterTests
{
    private readonly int _port = Ports.Free();

    private string Address => $"127.0.0.1:{_port}";

    [Fact]
    public async Task Seed_worker_and_client_in_processes_of_their_own_do_the_work_and_stop()
    {
        using var file = TaskFile.Echoes(100, 0);
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var worker = Worker();
        await using var submit = NodeProcess.Start("submit", file.Path, "--seed", Address, "--ordered");

        await submit.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(0, 100), ResultText.Parse(submit.Output).Select(static result => result.Value().GetInt32()));

        await using var local = NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules);
        await local.ExitsWithAsync(0);
        Assert.Equal(local.Output, submit.Output);

        await using var hello = NodeProcess.Start("hello", "--seed", Address);
        await hello.ExitsWithAsync(0);
        Assert.Equal("""{"name":"scalems.radical.raptor","version":"0.0.0"}""", Assert.Single(hello.Output));

        await using var status = NodeProcess.Start("status", "--seed", Address);
        await status.ExitsWithAsync(0);
        Assert.Contains("1 workers, 2 slots", status.Output[0], StringComparison.Ordinal);
        Assert.Contains("100 DONE", status.Output[1], StringComparison.Ordinal);
        Assert.Contains($"scalems-{_port}.journal", status.Output[2], StringComparison.Ordinal);

        await using var query = NodeProcess.Start("query", "--seed", Address, "--limit", "1000", "--state", "DONE");
        await query.ExitsWithAsync(0);
        Assert.Equal(100, query.Output.Length);

        await using var unknown = NodeProcess.Start("query", "nobody", "--seed", Address);
        await unknown.ExitsWithAsync(1);
        Assert.Contains("nobody", unknown.Errors, StringComparison.Ordinal);

        await using var stop = NodeProcess.Start("stop", "--seed", Address);
        await stop.ExitsWithAsync(0);
        await seed.ExitsWithAsync(0);
        await worker.ExitsWithAsync(0);
    }

    [Fact]
    public async Task A_worker_that_is_killed_loses_no_task()
    {
        const int Count = 2_000;
        using var file = TaskFile.Echoes(Count, 10);
        using var output = TaskFile.Of();
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var first = Worker();
        await using var second = Worker();
        await first.SaysAsync("Registered");
        await second.SaysAsync("Registered");
        await using var submit = NodeProcess.Start("submit", file.Path, "--seed", Address, "--details");
        await submit.PrintsAsync(Count / 10);

        first.Kill();

        await submit.ExitsWithAsync(0);
        var results = ResultText.Parse(submit.Output);
        Assert.Equal(Enumerable.Range(0, Count), results.Select(static result => result.Value().GetInt32()).Order());
        Assert.Equal(Enumerable.Range(1, Count), results.Select(ResultText.Line).Order());
        Assert.Contains(results, static result => result.GetProperty("attempt").GetInt32() == 2);
    }

    [Fact]
    public async Task A_signal_drains_the_seed()
    {
        using var file = TaskFile.Echoes(40, 50);
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var worker = Worker();
        await using var submit = NodeProcess.Start("submit", file.Path, "--seed", Address);
        await submit.PrintsAsync(1);

        seed.Terminate();

        await submit.ExitsWithAsync(0);
        await seed.ExitsWithAsync(0);
        await worker.ExitsWithAsync(0);
        Assert.Equal(40, submit.Output.Length);
    }

    [Fact]
    public async Task A_client_learns_that_its_master_is_gone()
    {
        using var file = TaskFile.Of(TaskFile.Echo(1, 0), """{"module": "ScaleMs.Actors.Samples.Work", "func": "ForeverAsync"}""");
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var worker = Worker();
        await using var submit = NodeProcess.Start("submit", file.Path, "--seed", Address, "--set", "scalems.client.reconnect-deadline=5s");
        await submit.PrintsAsync(1);

        seed.Kill();

        await submit.ExitsWithAsync(1);
        Assert.Contains("gone", submit.Errors, StringComparison.Ordinal);
        Assert.Contains("1 unknown", submit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_named()
    {
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var second = Seed();

        await second.ExitsWithAsync(1);
        Assert.Contains($"port {_port} of 127.0.0.1 is in use", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_start_on_a_thread_pool_of_two_threads()
    {
        var two = new Dictionary<string, string> { ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2" };
        using var file = TaskFile.Echoes(10, 0);
        await using var seed = NodeProcess.StartWith(null, two, "seed", "--port", $"{_port}");
        await seed.SaysAsync("is ready at");
        await using var worker = NodeProcess.StartWith(null, two, "worker", "--slots", "1", "--modules", TaskFile.Modules, "--seed", Address);
        await worker.SaysAsync("Registered");
        await using var submit = NodeProcess.StartWith(null, two, "submit", file.Path, "--seed", Address);

        await submit.ExitsWithAsync(0);
        Assert.Equal(10, submit.Output.Length);
    }

    [Fact]
    public async Task A_seed_is_found_by_the_name_of_its_loopback_interface()
    {
        const string Host = "localhost";
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var worker = NodeProcess.Start("worker", "--seed", $"{Host}:{_port}", "--slots", "1", "--modules", TaskFile.Modules);
        await worker.SaysAsync("Registered");
        using var file = TaskFile.Echoes(3, 0);
        await using var submit = NodeProcess.Start("submit", file.Path, "--seed", $"{Host}:{_port}");

        await submit.ExitsWithAsync(0);
        Assert.Equal(3, submit.Output.Length);
        Assert.DoesNotContain(" ERROR ", seed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_known_is_named_at_once()
    {
        await using var hello = NodeProcess.Start("hello", "--seed", $"no-such-host.invalid:{_port}");
        await using var worker = NodeProcess.Start("worker", "--seed", $"no-such-host.invalid:{_port}");

        await hello.ExitsWithAsync(2);
        await worker.ExitsWithAsync(2);
        Assert.Contains("the host 'no-such-host.invalid' is not known", hello.Errors, StringComparison.Ordinal);
        Assert.Contains("the host 'no-such-host.invalid' is not known", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_master_client_and_worker_end_with_the_address_they_tried()
    {
        await using var hello = NodeProcess.Start("hello", "--seed", Address, "--set", "scalems.client.connect-deadline=1s");
        await using var worker = NodeProcess.Start("worker", "--seed", Address, "--set", "scalems.worker.register-deadline=1s");

        await hello.ExitsWithAsync(1);
        await worker.ExitsWithAsync(1);
        Assert.Contains($"no master answered at {Address} within 1 s", hello.Errors, StringComparison.Ordinal);
        Assert.StartsWith($"scalems: {Address} cannot be reached: Connection refused; still trying\n", hello.Errors, StringComparison.Ordinal);
        Assert.Contains($"no master answered at {Address} within 1 s", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_that_is_called_by_another_name_than_its_own_is_told_from_one_that_is_not_there()
    {
        await using var seed = Seed();
        await seed.SaysAsync("is ready at");
        await using var hello = NodeProcess.Start("hello", "--seed", $"[::ffff:127.0.0.1]:{_port}", "--set", "scalems.client.connect-deadline=5s");

        await hello.ExitsWithAsync(1);

        Assert.Contains("is reachable, but no master answers under that name; use the address that the seed prints when it is ready", hello.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(" ERROR ", seed.Errors, StringComparison.Ordinal);
    }

    private NodeProcess Seed() => NodeProcess.Start("seed", "--port", $"{_port}");

    private NodeProcess Worker() => NodeProcess.Start("worker", "--slots", "2", "--modules", TaskFile.Modules, "--seed", Address);
}
