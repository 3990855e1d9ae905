using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>The program that runs is the one that a shell in the task's directory would run.</summary>
public sealed class ProgramLookupTests : IDisposable
{
    private readonly TaskDirectory _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("""  """)]
    [InlineData(""", "pre_exec": ["true"]""")]
    public async Task A_name_with_a_slash_is_relative_to_the_sandbox_with_and_without_pre_exec(string more)
    {
        _sandbox.Write("bin/say", "#!/bin/sh\necho sandbox \"$@\"\n");
        Assert.Equal("sandbox a b\n", (await RunAsync("bin/say", """, "arguments": ["a", "b"] """ + more)).Outcome.Stdout);
        Assert.Equal("sandbox\n", (await RunAsync("./bin/say", more)).Outcome.Stdout.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""  """)]
    [InlineData(""", "pre_exec": ["true"]""")]
    public async Task A_name_without_a_slash_is_looked_up_on_the_tasks_own_PATH_with_and_without_pre_exec(string more)
    {
        _sandbox.Write("tools/true", "#!/bin/sh\necho of the task\n");
        Assert.Equal("of the task\n", (await RunAsync("true", """, "environment": {"PATH": "tools:/usr/bin:/bin"}""" + more)).Outcome.Stdout);
        Assert.Equal("", (await RunAsync("true", more)).Outcome.Stdout);
    }

    [Fact]
    public async Task A_name_without_a_slash_is_not_looked_up_in_the_sandbox_and_the_message_says_how_to_call_it()
    {
        _sandbox.Write("relax", "#!/bin/sh\n");
        Assert.Contains("'./relax'", await ProblemAsync("relax"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relaxx", "", "in the directories of the task's PATH, '/a:/b'", """, "environment": {"PATH": "/a:/b"}""")]
    [InlineData("./relaxx", "", "/relaxx' does not exist", "")]
    [InlineData("/no/such/program", "", "it does not exist", "")]
    [InlineData("./file", "file", "is not executable", "")]
    [InlineData("./", "file", "is a directory", "")]
    [InlineData("./script", "script", "interpreter", "")]
    public async Task What_is_not_there_or_cannot_be_executed_is_named_with_the_place_where_it_was_looked_for(string name, string file, string reason, string more)
    {
        if (file.Length > 0)
        {
            _sandbox.Write(file, "#!/no/such/interpreter\n", executable: file == "script");
        }

        var problem = await ProblemAsync(name, more);
        Assert.StartsWith("cannot start: ", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./relaxx", "'./relaxx'")]
    [InlineData("relaxx", "'relaxx' in the directories of the task's PATH")]
    public async Task What_is_not_there_is_named_after_pre_exec_too(string name, string reason) =>
        Assert.Contains(reason, await ProblemAsync(name, """, "pre_exec": ["true"] """), StringComparison.Ordinal);

    [Fact]
    public async Task A_program_that_ends_like_one_that_was_not_found_is_not_called_missing()
    {
        _sandbox.Write("run", "#!/bin/sh\nexit 127\n");
        var execution = await RunAsync("./run", """, "pre_exec": ["true"] """);
        Assert.Equal((TaskState.Failed, 127, null), (execution.State, execution.Outcome.ExitCode, execution.Outcome.Exception));
    }

    [Fact]
    public async Task A_script_without_a_first_line_that_names_its_interpreter_runs_as_in_a_shell()
    {
        _sandbox.Write("script", "echo \"$@\" in $0\n");
        Assert.Equal($"a b in {_sandbox.Path}/script\n", (await RunAsync("./script", """, "arguments": ["a", "b"] """)).Outcome.Stdout);
    }

    [Fact]
    public async Task A_program_for_another_machine_is_not_taken_for_a_script()
    {
        _sandbox.Write("program", "\u007fELF\0\0\0\n");
        Assert.Contains("neither a program for this machine nor a script", await ProblemAsync("./program"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_is_a_file_is_named()
    {
        _sandbox.Write("file", "");
        var execution = await Run.DescriptionAsync($$"""{"mode": "task.shell", "command": "true", "sandbox": "{{_sandbox.Path}}/file"}""");
        Assert.Contains("file' is not a directory", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    private Task<Execution> RunAsync(string executable, string more = "") =>
        Run.DescriptionAsync($$"""{"mode": "task.executable", "executable": "{{executable}}", "sandbox": {{_sandbox.Json}}{{more}}}""");

    private async Task<string> ProblemAsync(string executable, string more = "")
    {
        var execution = await RunAsync(executable, more);
        Assert.Equal(TaskState.Failed, execution.State);
        return execution.Outcome.Exception!;
    }
}
