using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>Lines that run before a program.</summary>
public sealed class PreparationTests : IDisposable
{
    private readonly TaskDirectory _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData(1, "failed with exit code 1", "false", "true")]
    [InlineData(2, "failed with exit code 2", "export A=1", "ls /no/such/directory")]
    [InlineData(2, "failed with exit code 3", "true", "exit 3", "touch later")]
    [InlineData(1, "ended the shell, with exit code 0", "exit 0")]
    [InlineData(1, "failed with exit code 1", "set -e; false; true")]
    [InlineData(2, "failed with exit code 1", "set -e", "false; true")]
    [InlineData(2, "failed with exit code 127", "true # a comment", "no-such-command")]
    [InlineData(1, "failed with exit code 2", "if true; then", "fi")]
    [InlineData(1, "failed with exit code 137", "kill -KILL $$")]
    [InlineData(1, "ended the shell, with exit code 0", "exec true")]
    public async Task A_failed_pre_exec_line_fails_the_task_with_its_number_text_and_exit_code_and_the_program_does_not_run(
        int line, string failure, params string[] lines)
    {
        foreach (var program in new[] { """ "mode": "task.executable", "executable": "touch", "arguments": ["ran"] """, """ "mode": "task.shell", "command": "touch ran" """ })
        {
            var execution = await RunAsync(program, lines);

            Assert.Equal(TaskState.Failed, execution.State);
            Assert.Equal($"pre_exec failed: line {line}, '{lines[line - 1]}', {failure}; the program did not run", execution.Outcome.Exception);
            Assert.EndsWith($" {execution.Outcome.ExitCode}", failure, StringComparison.Ordinal);
            Assert.False(_sandbox.Has("ran"));
            Assert.False(_sandbox.Has("later"));
        }
    }

    [Fact]
    public async Task Lines_share_one_shell_with_the_program_also_those_that_end_in_a_comment_or_are_nothing_else()
    {
        _sandbox.Write("below/say", "#!/bin/sh\necho $A $(basename \"$PWD\") \"$@\"\n");
        string[] lines = ["export A=x # first", "# nothing", "", "load() { cd \"$1\"; }", "load below", "cat <<EOF >/dev/null\ntext\nEOF"];
        var execution = await RunAsync(""" "mode": "task.executable", "executable": "./say", "arguments": ["a  b", "$A"] """, lines);
        Assert.Equal((TaskState.Done, "x below a  b $A\n"), (execution.State, execution.Outcome.Stdout));
    }

    [Fact]
    public async Task What_lines_leave_running_neither_has_the_shells_descriptors_nor_holds_up_the_result()
    {
        var execution = await RunAsync(
            """ "mode": "task.shell", "command": "ls /proc/self/fd | wc -l; kill $(cat left)" """, "sleep 1000 >/dev/null 2>&1 & echo $! > left", "ls /proc/self/fd | wc -l");

        // 0 to 2, and the listed directory.
        Assert.Equal("4\n4\n", execution.Outcome.Stdout);
    }

    private Task<Execution> RunAsync(string program, params string[] lines) =>
        Run.DescriptionAsync($$"""{ {{program}}, "pre_exec": {{JsonSerializer.Serialize(lines)}}, "sandbox": {{_sandbox.Json}}}""");
}
