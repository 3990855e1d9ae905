using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Submissions without tasks, and unknown submissions.</summary>
public sealed class EmptyInputTests
{
    [Theory]
    [InlineData(0, "there are no tasks in")]
    [InlineData(0, "there are no tasks in", "", "  ", "\t")]
    [InlineData(0, "no task was accepted", """{"items": {}}""")]
    [InlineData(1, "no task was accepted", "no task")]
    public async Task An_input_without_tasks_that_is_submitted_with_detach_is_said_to_have_none_and_gets_no_id(int code, string said, params string[] lines)
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(lines);
        await cluster.SeedAsync();

        var submit = await cluster.EndedAsync(code, "submit", file.Path, "--detach");

        Assert.Empty(submit.Output);
        Assert.Contains(said, submit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_input_is_all_done_and_said_to_be_empty()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await using var run = NodeProcess.Start("run", "/dev/null");

        await run.ExitsWithAsync(0);
        foreach (var node in (NodeProcess[])[run, await cluster.EndedAsync(0, "submit", "/dev/null")])
        {
            Assert.Equal("there are no tasks in /dev/null", node.Errors);
            Assert.Empty(node.Output);
        }
    }

    [Fact]
    public async Task Results_of_a_submission_that_the_master_does_not_know_are_an_error()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var id = $"{Guid.CreateVersion7()}";

        foreach (var more in (string[][])[[], ["--no-wait"], ["--ordered"]])
        {
            var results = await cluster.EndedAsync(1, ["results", id, .. more]);
            Assert.Contains($"the master has no submission {id}", results.Errors, StringComparison.Ordinal);
            Assert.Empty(results.Output);
        }

        var watch = await cluster.EndedAsync(0, "query", "--submission", id);
        Assert.Empty(watch.Output);
    }
}
