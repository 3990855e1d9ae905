using System.Diagnostics;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>An output file that is also an input.</summary>
public sealed class OverwrittenInputTests
{
    private const string Line = """{"module": "System.Math", "func": "Sqrt", "args": [4.0]}""";

    [Theory]
    [InlineData("run", "tasks", "-o", "tasks")]
    [InlineData("run", "tasks", "-o", "./x/../tasks")]
    [InlineData("run", "tasks", "-o", "symbolic")]
    [InlineData("run", "hard", "-o", "tasks")]
    [InlineData("submit", "symbolic", "--output", "hard")]
    [InlineData("run", "other", "-o", "tasks", "--config", "tasks")]
    [InlineData("run", "other", "-o", "tasks", "--modules", "symbolic")]
    [InlineData("run", "other", "-o", "tasks", "--set", "scalems.tls.ca=tasks")]
    [InlineData("results", "019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11", "-o", "tasks", "--config", "hard")]
    [InlineData("worker", "--modules", "tasks", "--set", "scalems.log.file=hard")]
    [InlineData("seed", "--port", "0", "--config", "tasks", "--set", "scalems.master.report=symbolic")]
    public async Task An_output_that_is_a_file_which_is_read_is_refused_before_anything_begins(params string[] arguments)
    {
        using var directory = await FilesAsync();
        await using var node = NodeProcess.StartIn(directory, arguments);

        await node.ExitsWithAsync(2);
        Assert.Contains("is the same file as", node.Errors, StringComparison.Ordinal);
        Assert.Equal($"{Line}\n", await File.ReadAllTextAsync(directory.File("tasks")));
        Assert.Empty(node.Output);
    }

    [Theory]
    [InlineData("exec \"$@\" run tasks >> tasks")]
    [InlineData("exec \"$@\" run - < tasks >> hard")]
    [InlineData("exec \"$@\" run - -o tasks < tasks")]
    [InlineData("exec \"$@\" run - -o /proc/self/fd/0 < tasks")]
    [InlineData("exec \"$@\" submit tasks --detach >> tasks")]
    [InlineData("exec \"$@\" status --config conf >> conf")]
    [InlineData("\"$@\" certs create d > /dev/null && exec \"$@\" certs show d >> d/ca.crt")]
    public async Task A_standard_stream_that_is_a_file_which_is_read_is_refused_too(string line)
    {
        using var directory = await FilesAsync();
        var before = await File.ReadAllTextAsync(directory.File("tasks"));

        var run = await ShellRun.OfAsync($"cd {directory.Path}; {line}");

        Assert.Equal(2, run.Code);
        Assert.Contains("is the same file as", run.Errors, StringComparison.Ordinal);
        run.HasNoTrace();
        Assert.Equal(before, await File.ReadAllTextAsync(directory.File("tasks")));
        Assert.Empty(await File.ReadAllTextAsync(directory.File("conf")));
    }

    [Fact]
    public async Task Devices_and_files_of_the_same_content_are_no_such_files()
    {
        using var directory = await FilesAsync();

        var run = await ShellRun.OfAsync($"cd {directory.Path}; cp tasks copy; \"$@\" run copy -o tasks && exec \"$@\" run /dev/null -o /dev/null < /dev/null > /dev/null");

        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("\"DONE\"", await File.ReadAllTextAsync(directory.File("tasks")), StringComparison.Ordinal);
    }

    private static async Task<TestDirectory> FilesAsync()
    {
        var directory = new TestDirectory();
        Directory.CreateDirectory(directory.File("x"));
        await File.WriteAllTextAsync(directory.File("tasks"), $"{Line}\n");
        await File.WriteAllTextAsync(directory.File("other"), $"{Line}\n");
        await File.WriteAllTextAsync(directory.File("conf"), "");
        File.CreateSymbolicLink(directory.File("symbolic"), directory.File("tasks"));
        using var link = Process.Start("ln", [directory.File("tasks"), directory.File("hard")]);
        await link.WaitForExitAsync();
        return directory;
    }
}
