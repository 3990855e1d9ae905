using System.Diagnostics;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Results that do not fit on the device.</summary>
public sealed class FullDeviceTests
{
    [Theory]
    [InlineData("--ordered")]
    [InlineData("--details")]
    public async Task Results_that_cannot_be_written_are_told_in_one_line_and_can_be_had_again(string more)
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Echoes(20, 10);
        await cluster.SeedAsync();
        await cluster.WorkerAsync();

        var submit = await cluster.EndedAsync(1, "submit", file.Path, "--quiet", "--output", "/dev/full", more);

        Assert.Matches("^scalems: the results cannot be written to '/dev/full': No space left on device.*'scalems results [0-9a-f-]{36}'", submit.Errors);
        Assert.DoesNotContain('\n', submit.Errors);
        var id = submit.Errors.Split("'scalems results ")[1].Split('\'')[0];
        Assert.Equal(20, (await cluster.EndedAsync(0, "results", id)).Output.Length);
        var again = await cluster.EndedAsync(1, "results", id, "--output", "/dev/full");
        Assert.Contains("No space left on device", again.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_standard_output_is_told_in_one_line()
    {
        using var file = TaskFile.Of("""{"module": "System.Math", "func": "Sqrt", "args": [4]}""");
        string[] command = ["-c", "exec \"$@\" > /dev/full", "sh", .. NodeProcess.Command, "run", file.Path, "--quiet"];
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", command) { RedirectStandardError = true })!;
        var errors = await shell.StandardError.ReadToEndAsync().WaitAsync(NodeProcess.Long);
        await shell.WaitForExitAsync();

        Assert.Equal(1, shell.ExitCode);
        Assert.StartsWith(
            "scalems: the results cannot be written to standard output: No space left on device",
            Assert.Single(errors.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
    }
}
