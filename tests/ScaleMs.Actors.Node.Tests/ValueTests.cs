using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests;

public sealed class ValueTests
{
    [Fact]
    public async Task A_value_does_not_change_on_its_way_from_one_task_to_the_next()
    {
        string[] kinds = ["Tuple", "Fields", "ReadOnly", "Complex", "Vector", "PrivateSetter", "Big", "Hidden"];
        using var file = TaskFile.Of(kinds.SelectMany(static kind => new[]
        {
            $$"""{"name": "{{kind}}", "module": "{{typeof(Values).FullName}}", "func": "{{kind}}"}""",
            $$"""{"module": "{{typeof(Values).FullName}}", "func": "Take{{kind}}", "args": [{"$ref": "{{kind}}"}]}""",
        }));
        await using var run = NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules);
        await run.ExitsWithAsync(1);

        var taken = ResultText.Parse(run.Output).Where(static result => ResultText.Line(result) % 2 == 0).ToArray();
        Assert.Equal(
            ["\"1.5 argon\"", "2.5", "7", "-2", "3", "\"energies\"", "\"508021860739623365322188197652216501772434524836001\""],
            taken[..^1].Select(static result => result.Value().GetRawText()));
        Assert.Equal("FAILED", taken[^1].State());
        Assert.Contains("Average has no way to set 'Mean'", taken[^1].GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_converter_in_a_module_is_used_by_the_processes_of_the_slots()
    {
        using var file = TaskFile.Of(
            $$"""{"name": "atom", "module": "{{typeof(Values).FullName}}", "func": "Atom"}""",
            $$"""{"module": "{{typeof(Values).FullName}}", "func": "TakeAtom", "args": [{"$ref": "atom"}]}""");
        await using var run = NodeProcess.Start("run", file.Path, "--ordered", "--modules", TaskFile.Modules, "--set", Converters("AtomConverter"));
        await run.ExitsWithAsync(0);

        Assert.Equal(["\"argon@1.5\"", "\"argon 1.5\""], ResultText.Parse(run.Output).Select(static result => result.Value().GetRawText()));
    }

    [Fact]
    public async Task A_converter_that_does_not_exist_stops_the_start()
    {
        using var file = TaskFile.Echoes(1, 0);
        await using var run = NodeProcess.Start("run", file.Path, "--modules", TaskFile.Modules, "--set", Converters("NoSuch"));
        await run.ExitsWithAsync(2);

        Assert.Empty(run.Output);
        Assert.Contains("scalems.serialization.converters: there is no type 'ScaleMs.Actors.Samples.NoSuch, ScaleMs.Actors.Samples'", run.Errors, StringComparison.Ordinal);
    }

    private static string Converters(string type) => $"scalems.serialization.converters=[\"ScaleMs.Actors.Samples.{type}, ScaleMs.Actors.Samples\"]";
}
