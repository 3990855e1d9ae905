using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>How workers with an MPI world start, renew it, and end.</summary>
public sealed class MpiWorkerTests
{
    [Fact]
    public async Task A_worker_without_mpi_refuses_a_task_whose_ranks_need_a_communicator_naming_the_option()
    {
        using var file = TaskFile.Of(RankedCall.Python(2, "total", 1));
        await using var run = NodeProcess.Start("run", file.Path, "--slots", "2", "--python-path", PythonFile.Modules, "--details");

        await run.ExitsWithAsync(1);

        var result = Assert.Single(ResultText.Parse(run.Output));
        Assert.Equal(("FAILED", "refused"), (result.State(), result.Text("error_kind")));
        Assert.Contains("--mpi", result.Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interpreter_without_mpi4py_does_not_start_a_worker_with_mpi()
    {
        using var directory = new TestDirectory();
        // Without the directories of Debian's packages.
        directory.Write("python3", $"exec {PythonFile.Interpreter} -S \"$@\"");

        await RefusedAsync(["--python", directory.File("python3")], [], "has no mpi4py; install it there, or name another interpreter");
    }

    [Fact]
    public async Task A_worker_with_mpi_does_not_start_where_there_is_no_launcher() => await RefusedAsync(
        ["--set", "scalems.worker.mpi-launcher=no-such-mpirun -n {ranks}"], [], "no-such-mpirun", "scalems.worker.mpi-launcher");

    [Fact]
    public async Task Ranks_let_other_processes_run_while_they_wait_unless_the_task_says_otherwise()
    {
        const string Variable = "OMPI_MCA_mpi_yield_when_idle";
        static string Program(string more) => $$"""{"mode": "task.shell", "command": "echo {{$"${Variable}"}}", "ranks": 2, "use_mpi": true{{more}}}""";
        using var file = TaskFile.Of(
            Program(""),
            Program($$""", "environment": {"{{Variable}}": "0"}"""),
            Program($$""", "pre_exec": ["export {{Variable}}=0"]"""),
            $$"""{"mode": "task.eval", "code": "__import__('os').environ['{{Variable}}']"}""");
        await using var run = NodeProcess.Start("run", file.Path, "--slots", "2", "--mpi", "--details", "--ordered");
        await run.ExitsWithAsync(0);

        var results = ResultText.Parse(run.Output);
        Assert.Equal(["1\n1\n", "0\n0\n", "0\n0\n"], results[..3].Select(static result => result.Text("stdout")));
        Assert.Equal("1", results[3].Value().GetString());
    }

    [Fact]
    public async Task Ranks_are_replaced_together_after_as_many_tasks_as_configured()
    {
        using var file = TaskFile.Of(Enumerable.Repeat(RankedCall.Python(2, "total", 1), 5));
        await using var run = NodeProcess.Start(
            "run", file.Path, "--ordered", "--slots", "2", "--mpi", "--set", "scalems.worker.recycle-after-tasks=2", "--python-path", PythonFile.Modules);

        await run.ExitsWithAsync(0);

        var processes = ResultText.Parse(run.Output)
            .Select(static result => string.Join(' ', result.Value().EnumerateArray().Select(static rank => rank[2].GetInt32()).Order()))
            .ToList();
        Assert.Equal((processes[0], processes[2]), (processes[1], processes[3]));
        Assert.Distinct([processes[0], processes[2], processes[4]]);
    }

    [Fact]
    public async Task Ranks_that_come_to_interpreters_that_are_being_replaced_run_in_the_next_ones()
    {
        const int Count = 60;
        using var file = TaskFile.Of(Enumerable.Range(0, Count).Select(static n => (n % 3) switch
        {
            0 => RankedCall.Python(2, "total", n),
            1 => RankedCall.Python(3, "total", n),
            _ => PythonFile.Call("echo", n),
        }));
        await using var run = NodeProcess.Start(
            "run", file.Path, "--ordered", "--details", "--slots", "3", "--mpi", "--set", "scalems.worker.recycle-after-tasks=7", "--python-path", PythonFile.Modules);

        await run.ExitsWithAsync(0);

        Assert.All(ResultText.Parse(run.Output), static result => Assert.Equal(1, result.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task Kill_9_of_a_worker_leaves_no_rank_and_no_launcher()
    {
        using var directory = new TestDirectory();
        var path = directory.File("rank");
        using var file = TaskFile.Of(RankedCall.Python(2, "wait_for", path, directory.File("gate")));
        await using var run = NodeProcess.Start("run", file.Path, "--slots", "2", "--mpi", "--python-path", PythonFile.Modules);
        await run.UntilAsync(() => File.Exists($"{path}.0") && File.Exists($"{path}.1"));
        var processes = ProcessTree.DescendantsOf(run.Id);

        // mpirun, and two ranks with the processes that guard them.
        Assert.True(processes.Length >= 5, $"it has started {processes.Length}");
        run.Kill();

        await run.UntilAsync(() => !processes.Any(ProcessTree.Runs)).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task RefusedAsync(string[] arguments, Dictionary<string, string> environment, params string[] texts)
    {
        await using var worker = NodeProcess.StartWith(null, environment, ["worker", "--slots", "2", "--mpi", .. arguments]);
        await worker.ExitsAsync();
        Assert.NotEqual(0, worker.ExitCode);
        Assert.All(texts.Append("scalems.worker.mpi is on"), text => Assert.Contains(text, worker.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", worker.Errors, StringComparison.Ordinal);
    }
}
