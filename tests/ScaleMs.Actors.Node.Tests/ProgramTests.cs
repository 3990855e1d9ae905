using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Programs as tasks, through the executable.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Three_thousand_programs_under_ulimit_n_256_are_all_DONE()
    {
        const int Count = 3_000;
        using var directory = new TestDirectory();
        using var file = TaskFile.Of(Enumerable.Repeat("""{"mode": "task.executable", "executable": "/bin/true"}""", Count));
        await using var run = NodeProcess.StartInShell(directory, "ulimit -n 256", "run", file.Path, "--slots", "2");

        await run.ExitsWithAsync(0);
        Assert.Equal(Count, run.Output.Length);
    }

    [Fact]
    public async Task A_program_does_not_fail_for_want_of_descriptors_that_a_function_forgot()
    {
        using var directory = new TestDirectory();
        using var file = TaskFile.Of(
            $$"""{"module": "{{typeof(Traces).FullName}}", "func": "{{nameof(Traces.OpenFiles)}}"}""", """{"mode": "task.shell", "command": "true", "pre_exec": ["true"]}""");
        await using var run = NodeProcess.StartInShell(directory, "ulimit -n 256", "run", file.Path, "--ordered", "--slots", "1", "--modules", TaskFile.Modules);

        await run.ExitsWithAsync(0);
    }

    [Fact]
    public async Task NUL_in_a_command_is_an_error_of_its_line_and_nothing_of_it_runs()
    {
        using var directory = new TestDirectory();
        using var file = TaskFile.Of("""{"mode": "task.shell", "command": "touch ran\u0000.txt"}""", """{"mode": "task.shell", "command": "true"}""");
        await using var run = NodeProcess.StartIn(directory, "run", file.Path);

        Assert.NotEqual(0, await run.ExitsAsync());
        Assert.Contains("command has a NUL character at position 9", string.Join('\n', run.Output) + run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(directory.File("ran")));
    }

    [Fact]
    public async Task A_relative_executable_with_a_sandbox_is_the_one_in_the_sandbox_and_not_that_in_the_workers_directory()
    {
        using var directory = new TestDirectory();
        directory.Write("say", "echo worker");
        directory.Write("box/say", "echo sandbox");
        using var file = TaskFile.Of(
            """{"mode": "task.executable", "executable": "./say", "sandbox": "box"}""",
            """{"mode": "task.executable", "executable": "./say", "sandbox": "box", "pre_exec": ["true"]}""",
            """{"mode": "task.executable", "executable": "./say"}""",
            """{"mode": "task.executable", "executable": "./say", "pre_exec": ["true"]}""");
        await using var run = NodeProcess.StartIn(directory, "run", file.Path, "--ordered");

        await run.ExitsWithAsync(0);
        Assert.Equal(["sandbox\n", "sandbox\n", "worker\n", "worker\n"], ResultText.Parse(run.Output).Select(static result => result.GetProperty("stdout").GetString()));
    }
}
