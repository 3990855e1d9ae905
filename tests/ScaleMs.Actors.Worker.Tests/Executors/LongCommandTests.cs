using System.Text;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>Texts around the system's limit for one argument, which is 131,071 bytes with 4 KiB pages.</summary>
public sealed class LongCommandTests
{
    private static readonly int Limit = (32 * Environment.SystemPageSize) - 1;

    [Fact]
    public async Task A_shell_line_longer_than_an_argument_may_be_runs_and_its_shell_is_like_any_other()
    {
        var execution = await RunAsync($"echo $0; ls /proc/self/fd | wc -l; cat; x={Filler(Limit)}; echo ${{#x}}; exit 3");

        Assert.Equal(($"/bin/sh\n4\n{Limit}\n", 3), (execution.Outcome.Stdout, execution.Outcome.ExitCode));
    }

    [Fact]
    public async Task A_pre_exec_longer_than_an_argument_may_be_runs_before_a_program_with_its_arguments()
    {
        var execution = await RunAsync(new TaskDescription
        {
            Mode = TaskMode.Executable,
            Executable = "sh",
            Arguments = ["-c", "echo ${#A} \"$0\"", "last  one"],
            PreExec = [$"A={Filler(Limit - 1000)}", $": {Filler(Limit)}", "A=short; export A"],
        });

        Assert.Equal("5 last  one\n", execution.Outcome.Stdout);
    }

    [Fact]
    public async Task A_single_argument_or_variable_that_is_too_long_is_named_with_the_limit()
    {
        var program = new TaskDescription { Mode = TaskMode.Executable, Executable = "/bin/true" };
        Assert.Equal(TaskState.Done, (await RunAsync(program with { Arguments = ["", Filler(Limit)] })).State);

        await RefusedAsync(program with { Arguments = ["", Filler(Limit + 1)] }, "arguments[1]", Limit + 1);
        await RefusedAsync(program with { Environment = program.Environment.Add("LONG", Filler(Limit - 4)) }, "environment.LONG", Limit + 1);
        await RefusedAsync(program with { Arguments = [string.Concat(Enumerable.Repeat("\u00e4", (Limit / 2) + 1))] }, "arguments[0]", Limit + 1);
    }

    [Fact]
    public async Task All_arguments_together_that_are_too_long_are_refused_with_the_reason()
    {
        var execution = await RunAsync(new TaskDescription
        {
            Mode = TaskMode.Executable,
            Executable = "/bin/true",
            Arguments = [.. Enumerable.Repeat(Filler(Limit), 100)],
        });

        Assert.Contains("arguments and environment together", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(TaskDescription task, string name, int bytes)
    {
        var execution = await RunAsync(task);
        Assert.StartsWith($"cannot start: {name} takes {bytes} bytes; the system passes at most {Limit} ", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    private static string Filler(int length) => new('x', length);

    private static Task<Execution> RunAsync(string command) => RunAsync(new TaskDescription { Mode = TaskMode.Shell, Command = command });

    private static Task<Execution> RunAsync(TaskDescription task) => Run.DescriptionAsync(Encoding.UTF8.GetString(task.ToUtf8Json()));
}
