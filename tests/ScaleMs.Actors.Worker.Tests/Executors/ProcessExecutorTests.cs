using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Processes;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Tests.Executors;

public class ProcessExecutorTests
{
    /// <summary>Longer than any step here takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_program_gets_its_arguments_untouched()
    {
        var execution = await Run.DescriptionAsync("""{"mode": "task.executable", "executable": "/bin/echo", "arguments": ["a b", "$HOME", "'"]}""");
        Assert.Equal((TaskState.Done, 0, "a b $HOME '\n"), (execution.State, execution.Outcome.ExitCode, execution.Outcome.Stdout));
    }

    [Fact]
    public async Task A_shell_gets_its_line_environment_and_directory()
    {
        var execution = await Run.DescriptionAsync(
            """{"mode": "task.shell", "command": "echo $GREETING $SCALEMS_TASK_UID; pwd; echo oops >&2", "environment": {"GREETING": "hi"}, "sandbox": "/"}""");
        Assert.Equal(("hi the-task\n/\n", "oops\n"), (execution.Outcome.Stdout, execution.Outcome.Stderr));
    }

    [Fact]
    public async Task What_goes_before_runs_in_the_same_shell() =>
        Assert.Equal("x y z\n", (await Run.DescriptionAsync(
            """{"mode": "task.executable", "executable": "sh", "arguments": ["-c", "echo $A $B \"$0\"", "z"], "pre_exec": ["export A=x", "export B=y"]}""")).Outcome.Stdout);

    [Fact]
    public async Task A_shell_expression_gets_arguments_that_are_quoted() =>
        Assert.Equal("a b $HOME ' X\n", (await Run.DescriptionAsync(
            """{"mode": "task.proc", "executable": "X=X; echo", "arguments": ["a b", "$HOME", "'", "X"]}""")).Outcome.Stdout);

    [Theory]
    [InlineData("task.shell", "\"command\": \"export A=x; echo program\"")]
    [InlineData("task.executable", "\"executable\": \"echo\", \"arguments\": [\"program\"]")]
    [InlineData("task.proc", "\"executable\": \"echo\", \"arguments\": [\"program\"]")]
    public async Task What_goes_after_runs_in_the_same_shell_when_the_program_has_ended_well(string mode, string keys)
    {
        var execution = await Run.DescriptionAsync($$"""{"mode": "{{mode}}", {{keys}}, "pre_exec": ["B=y"], "post_exec": ["echo after $B", "echo end"] }""");
        Assert.Equal((TaskState.Done, "program\nafter y\nend\n"), (execution.State, execution.Outcome.Stdout));
    }

    [Theory]
    [InlineData("exit 3", "echo after", 3, "", "")]
    [InlineData("true", "false", 1, "", "line 1 of post_exec failed with exit code 1\n")]
    public async Task What_goes_after_a_failure_does_not_run_and_its_own_failure_is_the_tasks(string command, string after, int code, string stdout, string stderr)
    {
        var execution = await Run.DescriptionAsync($$"""{"mode": "task.shell", "command": "{{command}}", "post_exec": ["{{after}}"] }""");
        Assert.Equal((TaskState.Failed, code, stdout, stderr), (execution.State, execution.Outcome.ExitCode, execution.Outcome.Stdout, execution.Outcome.Stderr));
    }

    [Fact]
    public async Task Output_goes_to_files_as_well()
    {
        using var directory = new TaskDirectory();
        directory.Write("out", "of an earlier run");
        var execution = await Run.DescriptionAsync(
            $$"""{"mode": "task.shell", "command": "echo words; echo oops >&2", "sandbox": {{directory.Json}}, "stdout": "out", "stderr": "errors"}""");
        Assert.Equal(("words\n", "oops\n"), (execution.Outcome.Stdout, execution.Outcome.Stderr));
        Assert.Equal(("words\n", "oops\n"), (File.ReadAllText(Path.Combine(directory.Path, "out")), File.ReadAllText(Path.Combine(directory.Path, "errors"))));

        await Run.DescriptionAsync(
            $$"""{"mode": "task.shell", "command": "echo words; sleep 0.1; echo oops >&2", "sandbox": {{directory.Json}}, "stdout": "both", "stderr": "both"}""");
        Assert.Equal("words\noops\n", File.ReadAllText(Path.Combine(directory.Path, "both")));
    }

    [Fact]
    public async Task An_exit_code_other_than_zero_is_a_failure()
    {
        var execution = await Run.DescriptionAsync("""{"mode": "task.shell", "command": "echo almost; exit 4"}""");
        Assert.Equal((TaskState.Failed, 4, "almost\n"), (execution.State, execution.Outcome.ExitCode, execution.Outcome.Stdout));
    }

    [Theory]
    [InlineData("""{"mode": "task.executable", "executable": "/no/such/program"}""", "/no/such/program")]
    [InlineData("""{"mode": "task.executable", "executable": "no-such-program", "post_exec": ["true"]}""", "no-such-program")]
    [InlineData("""{"mode": "task.shell", "command": "true", "stdout": "/no/such/directory/file"}""", "/no/such/directory/file")]
    [InlineData("""{"mode": "task.executable"}""", "\"executable\"")]
    [InlineData("""{"mode": "task.shell"}""", "\"command\"")]
    [InlineData("""{"mode": "task.shell", "command": "true", "sandbox": "/no/such/directory"}""", "/no/such/directory")]
    public async Task What_cannot_start_is_named(string task, string culprit)
    {
        var execution = await Run.DescriptionAsync(task);
        Assert.Equal(TaskState.Failed, execution.State);
        Assert.Contains(culprit, execution.Outcome.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_past_the_limit_is_cut_with_a_note()
    {
        var execution = await Run.DescriptionAsync("""{"mode": "task.shell", "command": "head -c 3000000 /dev/zero | tr '\\0' x >&2; head -c 100000 /dev/zero | tr '\\0' y"}""");
        // Both streams were read to the end: the command did not hang on a full pipe.
        Assert.Equal(TaskState.Failed, execution.State);
        Assert.Contains("scalems.transfer.max", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_left_over_child_does_not_hold_up_the_result()
    {
        var execution = await Run.DescriptionAsync("""{"mode": "task.shell", "command": "sleep 1000 & echo $!"}""").WaitAsync(Patience);
        using var child = Process.GetProcessById(int.Parse(execution.Outcome.Stdout, CultureInfo.InvariantCulture));
        Assert.False(child.HasExited);
        child.Kill();
    }

    [Fact]
    public async Task Cancelling_ends_the_whole_process_tree()
    {
        var pidFile = Path.GetTempFileName();
        using var cancellation = new CancellationTokenSource();
        var running = Run.DescriptionAsync(
            $$"""{"mode": "task.shell", "command": "sh -c 'echo $$ > {{pidFile}}; exec sleep 60' & wait"}""", cancellation.Token);
        var child = await PidAsync(pidFile);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await GoneAsync(child);
        File.Delete(pidFile);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_whatever_they_begin_with()
    {
        var execution = await Run.DescriptionAsync("""{"mode": "task.shell", "command": "printf '\\377\\376ab'; printf '\\376\\377cd\\303' >&2"}""");
        Assert.Equal(("\uFFFD\uFFFDab", "\uFFFD\uFFFDcd\uFFFD"), (execution.Outcome.Stdout, execution.Outcome.Stderr));
    }

    [Fact]
    public async Task A_cancelled_program_and_what_it_has_started_are_told_and_may_finish()
    {
        using var directory = new TestDirectory();
        var ready = directory.File("ready");
        var saved = directory.File("saved");

        // The shell ends at once; the program that it has started writes its file first.
        await File.WriteAllTextAsync(directory.File("code"), $"trap 'sleep 0.3; echo done > {saved}; exit 0' TERM; echo > {ready}; while :; do sleep 0.05; done");
        using var cancellation = new CancellationTokenSource();
        var running = Run.DescriptionAsync($$"""{"mode": "task.shell", "command": "sh {{directory.File("code")}}; true"}""", cancellation.Token);
        await UntilAsync(() => Task.FromResult(File.Exists(ready)));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("done\n", await File.ReadAllTextAsync(saved));
    }

    [Fact]
    public async Task A_program_that_does_not_listen_is_killed_with_all_that_it_has_started_when_its_grace_is_over()
    {
        using var directory = new TestDirectory();
        var pids = directory.File("pids");
        var output = new TaskOutput(1000);
        using var cancellation = new CancellationTokenSource();
        var running = RunAsync(
            new ProcessExecutor("/", TimeSpan.FromMilliseconds(200)),
            new TaskDescription
            {
                Mode = TaskMode.Shell,
                Command = $"trap 'echo no' TERM; (trap '' TERM; while :; do sleep 0.05; done) & echo $$ $! . > {pids}; while :; do sleep 0.05; done",
            },
            output,
            cancellation.Token);
        string[] both = [];
        await UntilAsync(async () => File.Exists(pids) && (both = (await File.ReadAllTextAsync(pids)).Split(' ')).Length == 3);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
        Assert.StartsWith("no\n", output.Text(OutputStream.Out), StringComparison.Ordinal);
        await GoneAsync(int.Parse(both[0], CultureInfo.InvariantCulture));
        await GoneAsync(int.Parse(both[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_program_that_does_not_listen_is_killed_at_once_when_nobody_can_wait_for_it()
    {
        using var directory = new TestDirectory();
        var ready = directory.File("ready");
        using var shutDown = new CancellationTokenSource();
        using var cancellation = new CancellationTokenSource();
        var running = RunAsync(
            new ProcessExecutor("/", Timeout.InfiniteTimeSpan, shutDown.Token),
            new TaskDescription { Mode = TaskMode.Shell, Command = $"trap '' TERM; echo > {ready}; while :; do sleep 0.05; done" },
            new TaskOutput(1000),
            cancellation.Token);
        await UntilAsync(() => Task.FromResult(File.Exists(ready)));
        await cancellation.CancelAsync();
        Assert.False(running.IsCompleted);

        await shutDown.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_pipe_whose_reader_has_ended_ends_its_writer_because_signals_have_their_default_effect()
    {
        // The runtime ignores SIGPIPE for itself: a program that inherits that runs forever.
        var execution = await Run.DescriptionAsync("""{"mode": "task.shell", "command": "while :; do echo x; done | head -1; grep -E 'Sig(Blk|Ign)' /proc/self/status"}""")
            .WaitAsync(Patience);
        Assert.Equal("x SigBlk: 0000000000000000 SigIgn: 0000000000000000", string.Join(' ', execution.Outcome.Stdout.Split((char[])['\n', '\t'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_program_has_an_empty_input_and_no_other_descriptor_than_0_to_2_also_not_of_native_code()
    {
        // Opens a file like native code does, which does not prevent inheritance.
        var descriptor = LinuxCalls.Open("/dev/null", 0);
        try
        {
            var execution = await Run.DescriptionAsync("""{"mode": "task.shell", "command": "cat; exec ls /proc/self/fd"}""").WaitAsync(Patience);

            // 3 is the listed directory.
            Assert.Equal("0\n1\n2\n3\n", execution.Outcome.Stdout);
        }
        finally
        {
            _ = LinuxCalls.Close(descriptor);
        }
    }

    [Fact]
    public async Task Everything_is_closed_when_a_program_ends_also_one_that_is_cancelled_or_does_not_start()
    {
        static int Open() => Directory.GetFileSystemEntries("/proc/self/fd").Count(static path => new FileInfo(path).LinkTarget is { } target
            && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.Contains("eventfd", StringComparison.Ordinal) || target.Contains("pidfd", StringComparison.Ordinal)));
        async Task EachAsync()
        {
            await Run.DescriptionAsync("""{"mode": "task.shell", "command": "echo x; echo y >&2", "pre_exec": ["true"]}""");
            await Run.DescriptionAsync("""{"mode": "task.executable", "executable": "/dev/null/x"}""");
            await Run.DescriptionAsync("""{"mode": "task.shell", "command": "true", "sandbox": "/proc/1/fd/"}""");
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run.DescriptionAsync("""{"mode": "task.shell", "command": "sleep 1000"}""", cancellation.Token));
        }

        await EachAsync();

        // Other tests open and close descriptors meanwhile; a leak here would show in every round.
        var before = Open();
        for (var i = 0; i < 50; i++)
        {
            await EachAsync();
        }

        Assert.InRange(Open(), 0, before + 49);
    }

    private static Task<Execution> RunAsync(ProcessExecutor executor, TaskDescription task, TaskOutput output, CancellationToken cancellation) => Task.Run(
        async () => await executor.RunAsync(task, new RankContext(TaskUid.Parse("deaf"), 0, 1, null), output, cancellation), CancellationToken.None);

    private static async Task<int> PidAsync(string file)
    {
        var pid = 0;
        await UntilAsync(async () => int.TryParse((await File.ReadAllTextAsync(file)).Trim(), CultureInfo.InvariantCulture, out pid));
        return pid;
    }

    private static Task GoneAsync(int pid) => UntilAsync(async () =>
    {
        try
        {
            // A killed process is a zombie until its new parent has read its end.
            return (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    });

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }
}
