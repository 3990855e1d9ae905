using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

public sealed class LargePayloadTests
{
    private const int Five = 5 << 20;

    // An argument and a result of five mebibytes each, with small tasks between and after them.
    private static readonly string[] Lines =
    [
        Call(nameof(Work.Length), new string('x', Five)),
        Call(nameof(Work.Echo), 7, 0),
        Call(nameof(Work.Repeat), "0123456789abcdef", Five / 16),
        Call(nameof(Work.Echo), 8, 0),
    ];

    private readonly int _port = Ports.Free();

    private string Address => $"127.0.0.1:{_port}";

    [Fact]
    public async Task An_argument_and_a_result_of_five_mebibytes_go_through_one_process()
    {
        using var file = TaskFile.Of(Lines);
        await using var run = NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules);

        await run.ExitsWithAsync(0);

        Check(run.Output);
    }

    [Fact]
    public async Task An_argument_and_a_result_of_five_mebibytes_go_through_seed_worker_and_client()
    {
        using var file = TaskFile.Of(Lines);
        await using var seed = NodeProcess.Start("seed", "--port", $"{_port}", "--set", "scalems.journal=off");
        await seed.SaysAsync("is ready at");
        await using var worker = NodeProcess.Start("worker", "--slots", "1", "--modules", TaskFile.Modules, "--seed", Address);
        await using var submit = NodeProcess.Start("submit", file.Path, "--seed", Address, "--ordered");

        await submit.ExitsWithAsync(0);

        Check(submit.Output);
        var large = ResultText.Parse(submit.Output)[2];
        await using var query = NodeProcess.Start("query", large.GetProperty("uid").GetString()!, "--seed", Address);
        await query.ExitsWithAsync(0);
        var record = Assert.Single(ResultText.Parse(query.Output));
        Assert.Equal("DONE", ResultText.State(record));
        Assert.InRange(record.GetProperty("omitted").GetInt64(), Five, Five + 1024);
        Assert.Equal(JsonValueKind.Null, record.Value().ValueKind);
    }

    [Theory]
    [InlineData("submit")]
    [InlineData("run")]
    public async Task More_than_the_maximum_fails_with_its_size(string verb)
    {
        const string Max = "scalems.transfer.max=1 MiB";
        using var file = TaskFile.Of(Call(nameof(Work.Length), new string('x', Five)), Call(nameof(Work.Repeat), "0123456789abcdef", Five / 16), Call(nameof(Work.Echo), 8, 0));
        await using var seed = NodeProcess.Start("seed", "--port", $"{_port}", "--set", Max, "--set", "scalems.journal=off");
        await seed.SaysAsync("is ready at");
        await using var worker = NodeProcess.Start("worker", "--slots", "1", "--modules", TaskFile.Modules, "--seed", Address, "--set", Max);
        await using var client = verb == "run"
            ? NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules, "--set", Max)
            : NodeProcess.Start("submit", file.Path, "--ordered", "--seed", Address, "--set", Max);

        await client.ExitsWithAsync(1);

        var results = ResultText.Parse(client.Output);
        Assert.Equal(["FAILED", "FAILED", "DONE"], results.Select(ResultText.State));
        Assert.Matches("52429[0-9][0-9] bytes; at most 1048576 are transferred .scalems.transfer.max.", results[0].Exception());
        Assert.Matches("result takes 52429[0-9][0-9] bytes as JSON; scalems.transfer.max allows 1048576", results[1].GetProperty("exception_detail").GetString()! + results[1].Exception());
    }

    private static void Check(string[] output)
    {
        var results = ResultText.Parse(output);
        Assert.Equal(["DONE", "DONE", "DONE", "DONE"], results.Select(ResultText.State));
        Assert.Equal((Five, 7, 8), (results[0].Value().GetInt32(), results[1].Value().GetInt32(), results[3].Value().GetInt32()));
        Assert.Equal(Work.Repeat("0123456789abcdef", Five / 16), results[2].Value().GetString());
    }

    private static string Call(string function, params object[] arguments) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { ["module"] = typeof(Work).FullName!, ["func"] = function, ["args"] = arguments });
}
