using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>A node's secrets do not reach its tasks.</summary>
public sealed class SecretTests
{
    private const string Password = "what-nobody-shall-know";

    [Theory]
    [InlineData("process")]
    [InlineData("none")]
    public async Task A_password_in_the_environment_of_a_node_reaches_no_task_of_its(string isolation)
    {
        using var tasks = TaskFile.Of(
            """{"module": "System.Environment", "func": "GetEnvironmentVariables"}""",
            """{"mode": "task.shell", "command": "env"}""",
            """{"mode": "task.executable", "executable": "/usr/bin/env"}""",
            isolation == "process"
                ? """{"mode": "task.shell", "command": "cat /proc/$PPID/environ"}"""
                : """{"mode": "task.shell", "command": "env", "ranks": 1}""");
        await using var run = NodeProcess.StartWith(
            null,
            new Dictionary<string, string> { ["SCALEMS_TLS_PASSWORD"] = Password, ["PLAIN_VARIABLE"] = "seen" },
            "run",
            tasks.Path,
            "--slots",
            "1",
            "--set",
            $"scalems.worker.isolation={isolation}");

        await run.ExitsWithAsync(0);

        Assert.Equal(4, run.Output.Length);
        Assert.All(run.Output, static line => Assert.Contains("PLAIN_VARIABLE", line, StringComparison.Ordinal));
        Assert.All(run.Output, static line => Assert.DoesNotContain(Password, line, StringComparison.Ordinal));
        Assert.All(run.Output, static line => Assert.Equal("DONE", JsonDocument.Parse(line).RootElement.GetProperty("state").GetString()));
    }
}
