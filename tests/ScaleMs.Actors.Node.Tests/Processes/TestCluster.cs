namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>A port and a directory for the processes of one test. Those that are still there at its end are ended.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<NodeProcess> _processes = [];
    private readonly int _port = NodeProcess.FreePort();
    private int _watched;

    public TestDirectory Directory { get; } = new();

    public string Address => $"127.0.0.1:{_port}";

    public string Journal => Directory.File($"scalems-{_port}.journal");

    /// <summary>Starts a seed and waits until it serves. A second one takes up where the first one ended.</summary>
    public async Task<NodeProcess> SeedAsync(params string[] more)
    {
        var seed = Keep(NodeProcess.StartIn(Directory, ["seed", "--port", $"{_port}", .. more]));
        await seed.SaysAsync("is ready at");
        return seed;
    }

    /// <summary>Starts a worker of two slots and waits until it has found the seed.</summary>
    public async Task<NodeProcess> WorkerAsync(params string[] more)
    {
        var worker = Keep(NodeProcess.StartIn(Directory, ["worker", "--slots", "2", "--modules", TaskFile.Modules, "--seed", Address, .. more]));
        await worker.SaysAsync("Registered");
        return worker;
    }

    /// <summary>Starts a verb that is a client.</summary>
    public NodeProcess Client(params string[] arguments) => Keep(NodeProcess.StartIn(Directory, [.. arguments, "--seed", Address]));

    /// <summary>Runs one to its end.</summary>
    public async Task<NodeProcess> EndedAsync(int code, params string[] arguments)
    {
        var client = Client(arguments);
        await client.ExitsWithAsync(code);
        return client;
    }

    /// <summary>Submits tasks until one that watches all has told of one: it may have come too late for the earlier ones.</summary>
    public async Task WatchedAsync(NodeProcess watch)
    {
        var before = watch.Output.Length;
        while (watch.Output.Length == before)
        {
            using var more = TaskFile.Of($$"""{"uid": "watched-{{_watched++}}", "mode": "task.shell", "command": "true"}""");
            await EndedAsync(0, "submit", more.Path, "--detach");
        }
    }

    /// <summary>Shell tasks that each leave a line in a file and return.</summary>
    /// <param name="count">How many.</param>
    /// <param name="trace">The file.</param>
    /// <param name="sleep">Seconds that each takes, as <c>sleep</c> has it.</param>
    public TaskFile Traced(int count, string trace, string sleep) => TaskFile.Of(Enumerable.Range(0, count).Select(number =>
        $$"""{"mode": "task.shell", "command": "echo {{number}} >> {{Directory.File(trace)}}; sleep {{sleep}}"}"""));

    /// <summary>What is in such a file.</summary>
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
        _processes.Add(process);
        return process;
    }
}
