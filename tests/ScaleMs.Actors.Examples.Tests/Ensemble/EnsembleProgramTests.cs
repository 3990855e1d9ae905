using System.Text.Json;
using ScaleMs.Actors.Examples.Argon;
using ScaleMs.Actors.Examples.Ensemble;
using Spectre.Console;

namespace ScaleMs.Actors.Examples.Tests.Ensemble;

public sealed class EnsembleProgramTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Prints_a_line_for_each_replica_and_closes_with_the_table_beside_the_paper()
    {
        Assert.Equal(0, await RunAsync(Item(1, 94.4, 864), Item(2, 94.4, 864), Item(3, 120, 108)));

        var output = _output.ToString();
        Assert.Contains("line   1: seed   1, 94.4 K", output, StringComparison.Ordinal);
        Assert.Contains("line   3: seed   3, 120.0 K", output, StringComparison.Ordinal);
        Assert.Contains("Beside A. Rahman", output, StringComparison.Ordinal);
        Assert.Contains("first peak of g(r), angstrom", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_fails_is_named_and_the_others_run()
    {
        Assert.Equal(1, await RunAsync(Item(1, 94.4, 100), Item(3, 120, 108)));

        var output = _output.ToString();
        Assert.Contains("line   1: FAILED", output, StringComparison.Ordinal);
        Assert.Contains("the nearest is 108", output, StringComparison.Ordinal);
        Assert.Contains("line   2: seed   3", output, StringComparison.Ordinal);
        Assert.Contains("nothing to set beside the paper", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_beside_the_program_has_distinct_replicas_most_of_them_at_the_papers_state()
    {
        var items = File.ReadAllLines(EnsembleArguments.DefaultFile).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.All(items, item => Assert.Equal(typeof(ArgonReplica).FullName, item.GetProperty("module").GetString()));
        Assert.All(items, item => Assert.Equal(nameof(ArgonReplica.Run), item.GetProperty("func").GetString()));
        Assert.All(items, item => Assert.Equal(JsonValueKind.Null, item.GetProperty("comm_arg_name").ValueKind));
        Assert.Equal(items.Length, items.Select(item => item.GetProperty("args")[0].GetInt32()).Distinct().Count());
        Assert.True(items.Count(item => item.GetProperty("args").GetRawText() is var args && args.Contains("94.4, 864", StringComparison.Ordinal)) >= 8);
    }

    public void Dispose()
    {
        File.Delete(_file);
        _output.Dispose();
    }

    private static string Item(int seed, double temperature, int atoms) => JsonSerializer.Serialize(new
    {
        func = nameof(ArgonReplica.Run),
        module = typeof(ArgonReplica).FullName,
        args = new object[] { seed, temperature },
        kwargs = new { atoms, steps = 2400 },
        comm_arg_name = (string?)null,
    });

    private async Task<int> RunAsync(params string[] items)
    {
        await File.WriteAllLinesAsync(_file, items);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 160;
        return await new EnsembleProgram(console).RunAsync(new EnsembleArguments(_file, 2), CancellationToken.None);
    }
}
