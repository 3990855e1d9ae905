using Akka.Configuration;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>A port and a directory for the processes of one test. Processes still running at its end are killed.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<NodeProcess> _processes = [];
    private readonly int _port = Ports.Free();
    private int _watched;

    public TestDirectory Directory { get; } = new();

    /// <summary>Variables of seeds, and so of the workers that they start; null = none.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; set; }

    public string Address => $"127.0.0.1:{_port}";

    public string Journal => Directory.File($"scalems-{_port}.journal");

    /// <summary>Starts a seed and waits until it is ready. A second one continues where the first one stopped.</summary>
    public async Task<NodeProcess> SeedAsync(params string[] more)
    {
        // On a busy machine a worker may take long to reconnect; its tasks must not be reassigned because of that.
        var seed = Keep(NodeProcess.StartIn(Directory, Environment, ["seed", "--port", $"{_port}", "--set", "scalems.master.recovery-wait=60s", .. more]));
        await seed.SaysAsync("is ready at");
        return seed;
    }

    /// <summary>Starts a seed whose disk is full when its journal reaches this size, and waits until it is ready.</summary>
    public async Task<NodeProcess> LimitedSeedAsync(int kibibytes)
    {
        var seed = Keep(NodeProcess.StartLimited(Directory, kibibytes, "seed", "--port", $"{_port}"));
        await seed.SaysAsync("is ready at");
        return seed;
    }

    /// <summary>Starts a seed that is expected to fail.</summary>
    public NodeProcess BadSeed(params string[] more) =>
        Keep(NodeProcess.StartIn(Directory, ["seed", "--port", "0", "--set", "scalems.log.level=ERROR", .. more]));

    /// <summary>Starts a worker of two slots and waits until it has found the seed.</summary>
    public Task<NodeProcess> WorkerAsync(params string[] more) => WorkerAsync(2, more);

    /// <summary>Starts a worker and waits until it has found the seed.</summary>
    public async Task<NodeProcess> WorkerAsync(int slots, params string[] more)
    {
        var worker = Worker(["--slots", $"{slots}", "--modules", TaskFile.Modules, .. more]);
        await worker.SaysAsync("Registered");
        return worker;
    }

    /// <summary>Starts a worker with the given arguments.</summary>
    public NodeProcess Worker(params string[] arguments) => Keep(NodeProcess.StartIn(Directory, ["worker", "--seed", Address, .. arguments]));

    /// <summary>Starts a verb that is a client.</summary>
    public NodeProcess Client(params string[] arguments) => Keep(NodeProcess.StartIn(Directory, [.. arguments, "--seed", Address]));

    /// <summary>Runs one to its end.</summary>
    public async Task<NodeProcess> EndedAsync(int code, params string[] arguments)
    {
        var client = Client(arguments);
        await client.ExitsWithAsync(code);
        return client;
    }

    /// <summary>Submits tasks until a process that watches all tasks has reported one: it may have subscribed too late for earlier ones.</summary>
    public async Task WatchedAsync(NodeProcess watch)
    {
        var before = watch.Output.Length;
        while (watch.Output.Length == before)
        {
            await SubmitAsync($$"""{"uid": "watched-{{_watched++}}", "mode": "task.shell", "command": "true"}""");
        }
    }

    /// <summary>A client in this process, for frequent queries.</summary>
    public Task<ScaleMsClient> ConnectAsync() => ScaleMsClient.ConnectAsync(Address, ConfigurationFactory.ParseString("akka.loglevel = ERROR"));

    /// <summary>Submits tasks without waiting for results.</summary>
    /// <returns>The submission's id.</returns>
    public async Task<string> SubmitAsync(params string[] lines)
    {
        using var file = TaskFile.Of(lines);
        return Assert.Single((await EndedAsync(0, "submit", file.Path, "--detach")).Output);
    }

    /// <summary>A line for a task that runs until <see cref="Open"/>.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="more">Further keys, each preceded by a comma.</param>
    public string AtGate(string uid, string more = "") =>
        $$"""{"uid": "{{uid}}", "mode": "task.shell", "command": "while [ ! -e {{Directory.File("gate")}} ]; do sleep 0.05; done"{{more}}}""";

    /// <summary>Opens the gate for current and later tasks.</summary>
    public void Open() => File.WriteAllText(Directory.File("gate"), "");

    /// <summary>Shell tasks that each append a line to a file and return.</summary>
    /// <param name="count">Their number.</param>
    /// <param name="trace">The file.</param>
    /// <param name="sleep">Duration of each, as for <c>sleep</c>.</param>
    public TaskFile Traced(int count, string trace, string sleep) => TaskFile.Of(Enumerable.Range(0, count).Select(number =>
        $$"""{"mode": "task.shell", "command": "echo {{number}} >> {{Directory.File(trace)}}; sleep {{sleep}}"}"""));

    /// <summary>The lines of such a file.</summary>
    public int[] Traces(string trace) => [.. File.ReadLines(Directory.File(trace)).Select(int.Parse)];

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Directory.Dispose();
    }

    private NodeProcess Keep(NodeProcess process)
    {
        process.Others = _processes;
        _processes.Add(process);
        return process;
    }
}
