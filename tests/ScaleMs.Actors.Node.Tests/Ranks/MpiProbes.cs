using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Harmful tasks of two ranks, each with a good one behind it, run by one worker with two ranks.</summary>
public sealed class MpiProbes : IAsyncLifetime
{
    private static readonly (string Name, string Task)[] Probes =
    [
        ("exit", RankedCall.Python(2, "leave", 1, 3)),
        ("kill", RankedCall.Python(2, "kill", 1)),
        ("unserializable", RankedCall.Python(2, "unserializable", 1)),
        ("timeout", RankedCall.PythonWith(""", "timeout": 1""", 2, "sleep", 8)),
        ("one fails", RankedCall.Python(2, "fail", new[] { 1 })),
        ("both fail", RankedCall.Python(2, "fail", new[] { 0, 1 })),
        ("too many", RankedCall.Python(3, "total", 1)),
    ];

    private JsonElement[] _results = [];

    /// <summary>The result of a probe.</summary>
    public JsonElement this[string name] => _results[(2 * Array.FindIndex(Probes, probe => probe.Name == name)) + 1];

    /// <summary>Those of the good tasks before, between and after them.</summary>
    public IEnumerable<JsonElement> Others => _results.Where(static (_, index) => index % 2 == 0);

    public async Task InitializeAsync()
    {
        var good = RankedCall.Python(2, "total", 10);
        using var file = TaskFile.Of([good, .. Probes.SelectMany(probe => new[] { probe.Task, good })]);
        await using var run = NodeProcess.Start("run", file.Path, "--ordered", "--details", "--slots", "2", "--mpi", "--python-path", PythonFile.Modules);
        await run.ExitsWithAsync(1);
        _results = ResultText.Parse(run.Output);
        Assert.True(_results.Length == (2 * Probes.Length) + 1, run.Errors);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
