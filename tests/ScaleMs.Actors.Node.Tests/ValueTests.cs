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
}
