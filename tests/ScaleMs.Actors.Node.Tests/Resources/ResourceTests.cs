using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;
using ScaleMs.Actors.Node.Tests.Ranks;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Resources;

/// <summary>What tasks get of a worker besides slots, in real processes. The GPUs are names only.</summary>
public sealed class ResourceTests
{
    private const string Visible = "echo $CUDA_VISIBLE_DEVICES-$OMP_NUM_THREADS";
    private const string VisibleInPython = "[__import__('os').environ.get(name) for name in ('CUDA_VISIBLE_DEVICES', 'OMP_NUM_THREADS')]";

    [Fact]
    public async Task Tasks_see_the_GPUs_and_threads_that_they_have_and_no_others()
    {
        var results = await RunAsync(
            ["--slots", "4", "--gpus", "a,b,c"],
            Shell(Visible, """, "gpus_per_rank": 2, "cores_per_rank": 2"""),
            Shell(Visible, ""),
            Eval(VisibleInPython, """, "gpus_per_rank": 3"""),
            Eval(VisibleInPython, """, "cores_per_rank": 3"""),
            Eval(VisibleInPython, ""),
            Shell(Visible, """, "gpus_per_rank": 0.5, "ranks": 2"""),
            Shell(Visible, """, "environment": {"OMP_NUM_THREADS": "7"}"""));

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
        Assert.Matches("^(a,b|b,c|a,c)-2\n$", results[0].Text("stdout"));
        Assert.Equal("-1\n", results[1].Text("stdout"));
        Assert.Equal("""["a,b,c","3"]""".Replace("\"3\"", "\"1\"", StringComparison.Ordinal), results[2].Value().GetRawText());
        Assert.Equal("""[null,"3"]""", results[3].Value().GetRawText());
        Assert.Equal("""[null,"1"]""", results[4].Value().GetRawText());
        Assert.Matches("^([abc]-1\n)\\1$", results[5].Text("stdout"));
        Assert.Equal("-7\n", results[6].Text("stdout"));
    }

    [Fact]
    public async Task GPUs_of_AMD_are_shown_by_their_own_variable()
    {
        var results = await RunAsync(
            ["--gpus", "2", "--set", "scalems.worker.gpu-variable=ROCR_VISIBLE_DEVICES"], Shell("echo $ROCR_VISIBLE_DEVICES-$CUDA_VISIBLE_DEVICES", """, "gpus_per_rank": 2"""));

        Assert.Equal("0,1-\n", results[0].Text("stdout"));
    }

    [Fact]
    public async Task However_many_tasks_want_it_a_GPU_has_one_at_a_time_and_shares_never_add_up_to_more_than_one()
    {
        using var directory = new TestDirectory();
        // Each takes its GPU, which must be there and not taken, and gives it back.
        string Alone(string gpus) =>
            Shell($"mkdir {directory.Path}/$CUDA_VISIBLE_DEVICES && sleep 0.02 && rmdir {directory.Path}/$CUDA_VISIBLE_DEVICES", $", \"gpus_per_rank\": {gpus}");

        var results = await RunAsync(["--slots", "4", "--gpus", "2"], [.. Enumerable.Range(0, 30).Select(static n => n % 2 == 0 ? "0.6" : "1").Select(Alone)]);

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
    }

    [Fact]
    public async Task A_task_with_cores_of_its_own_runs_on_them()
    {
        var cores = Environment.ProcessorCount;
        var results = await RunAsync(
            ["--slots", $"{cores}"],
            Shell("grep Cpus_allowed_list /proc/self/status | wc -w; nproc", $", \"cpu_affinity\": true"),
            Eval("len(__import__('os').sched_getaffinity(0))", $", \"cpu_affinity\": true, \"cores_per_rank\": {cores}"),
            Shell("nproc", $", \"cpu_affinity\": true, \"cores_per_rank\": {cores}"),
            Shell("true", $", \"cpu_affinity\": true, \"cores_per_rank\": {cores + 1}"));

        Assert.Equal("2\n1\n", results[0].Text("stdout"));
        Assert.Equal(cores, results[1].Value().GetInt32());
        Assert.Equal(("FAILED", "refused"), (results[3].State(), results[3].Text("error_kind")));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("sampling")]
    public async Task A_task_that_uses_more_memory_than_it_may_fails_with_figures_and_nothing_else_is_disturbed(string how)
    {
        const string Fill = "x = bytearray(300 << 20); import time; time.sleep(20)";
        var results = await RunAsync(
            ["--slots", "4", "--set", $"scalems.worker.memory-limit={how}"],
            Exec(Fill, """, "mem_per_rank": 100"""),
            """{"mode": "task.executable", "executable": "PYTHON", "arguments": ["-c", "FILL"], "mem_per_rank": 100}""".Replace("PYTHON", PythonFile.Interpreter, StringComparison.Ordinal).Replace("FILL", Fill, StringComparison.Ordinal),
            Shell($"{PythonFile.Interpreter} -c '{Fill}'; echo survived", """, "mem_per_rank": 100"""),
            Exec("x = bytearray(50 << 20); return len(x)", """, "mem_per_rank": 200"""),
            Eval("1 + 1", ""));

        foreach (var result in results[..2])
        {
            Assert.Equal(("FAILED", "out_of_memory"), (result.State(), result.Text("error_kind")));
            Assert.Contains("100 MiB", result.Exception(), StringComparison.Ordinal);
        }

        Assert.Equal(("FAILED", "out_of_memory"), (results[2].State(), results[2].Text("error_kind")));
        Assert.Equal(50 << 20, results[3].Value().GetInt32());
        Assert.Equal(2, results[4].Value().GetInt32());
    }

    [Fact]
    public async Task A_task_that_has_more_on_the_disk_than_it_may_fails_with_figures_and_nothing_else_is_disturbed()
    {
        const string Directory = "__import__('tempfile').gettempdir()";
        const string Limit = """, "lfs_per_rank": 32""";
        using var cache = new TestDirectory();
        var results = await RunAsync(
            ["--slots", "4", "--set", $"scalems.files.cache={cache.Path}"],
            Exec("import tempfile, time; open(tempfile.mkstemp()[1], 'wb').write(bytes(64 << 20)); time.sleep(1000)", Limit),
            Shell("echo begun; head -c 64M /dev/zero > big; sleep 1000", Limit),
            Exec("import tempfile; f = tempfile.TemporaryFile(); f.write(bytes(16 << 20)); return f.tell()", Limit),
            Eval(Directory, Limit),
            Eval(Directory, Limit),
            Eval(Directory, """, "lfs_per_rank": 32, "environment": {"TMPDIR": "/var/tmp"}"""),
            Eval(Directory, ""));

        foreach (var result in results[..2])
        {
            Assert.Equal(("FAILED", "out_of_disk"), (result.State(), result.Text("error_kind")));
            Assert.Matches(@"^out of disk: it used \d\d(\.\d+)? MiB of disk in \S+.*; lfs_per_rank allows 32 MiB$", result.Exception());
        }

        Assert.Equal("begun\n", results[1].Text("stdout"));
        Assert.Equal(16 << 20, results[2].Value().GetInt32());
        var own = results[3..5].Select(static result => result.Value().GetString()!).ToList();
        Assert.Equal(2, own.Distinct().Count());
        Assert.All(own, path => Assert.StartsWith(cache.Path, path, StringComparison.Ordinal));
        Assert.Equal("/var/tmp", results[5].Value().GetString());
        Assert.Equal(Path.GetTempPath().TrimEnd('/'), results[6].Value().GetString());
        Assert.Empty(System.IO.Directory.EnumerateDirectories(Path.Combine(cache.Path, "0", "tasks")));
    }

    [Fact]
    public async Task Tasks_that_ask_for_memory_are_not_more_than_there_is_memory_for()
    {
        using var directory = new TestDirectory();
        var alone = Shell($"mkdir {directory.Path}/taken && sleep 0.05 && rmdir {directory.Path}/taken", """, "mem_per_rank": 600""");

        var results = await RunAsync(["--slots", "4", "--memory", "1000MiB"], alone, alone, alone, alone, alone);

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
    }

    [Fact]
    public async Task What_no_worker_can_meet_is_refused_at_once_with_what_the_largest_has()
    {
        var results = await RunAsync(
            ["--slots", "2", "--gpus", "1", "--memory", "512MiB", "--resource", "licence=2"],
            Shell("true", """, "gpus_per_rank": 2"""),
            Shell("true", """, "mem_per_rank": 1024"""),
            Shell("true", """, "resources": {"licence": 3}"""),
            Shell("true", """, "resources": {"license": 1}"""),
            Shell("true", """, "resources": {"licence": 2}"""));

        Assert.Equal("insufficient resources: the task needs 2 GPUs on one worker; the largest of 1 workers has 1 GPU", results[0].Exception());
        Assert.Equal("insufficient resources: the task needs 1024 MiB of memory on one worker; the largest of 1 workers has 512 MiB of memory", results[1].Exception());
        Assert.Equal("insufficient resources: the task needs 3 of 'licence' on one worker; the largest of 1 workers has 2 of 'licence'", results[2].Exception());
        Assert.Equal("insufficient resources: the task needs 1 of 'license' on one worker; the largest of 1 workers has 0 of 'license'", results[3].Exception());
        Assert.Equal("DONE", results[4].State());
    }

    [Fact]
    public async Task A_task_that_waits_for_resources_runs_when_a_worker_that_has_them_comes_also_after_a_restart_of_the_master()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(
            Shell("echo $CUDA_VISIBLE_DEVICES", """, "gpus_per_rank": 1, "wait_for_resources": true"""),
            """{"module": "julia_module", "func": "f", "runtime": "julia", "wait_for_resources": true, "queue_timeout": 5}""");
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync("--gpus", "off");
        var submit = cluster.Client("submit", file.Path, "--ordered");
        await submit.SaysAsync("submission ");
        await cluster.EndedAsync(0, "status");
        seed.Kill();
        await seed.ExitsAsync();
        await cluster.SeedAsync();

        await cluster.WorkerAsync("--gpus", "x,y");
        await submit.ExitsWithAsync(1);

        var results = ResultText.Parse(submit.Output);
        Assert.Equal(("DONE", "x\n"), (results[0].State(), results[0].Text("stdout")));
        Assert.Equal(("FAILED", "timeout"), (results[1].State(), results[1].Text("error_kind")));
    }

    [Fact]
    public async Task A_master_that_is_killed_does_not_give_a_GPU_again_that_a_task_from_before_still_has()
    {
        await using var cluster = new TestCluster();
        string Taking(string name) => $$"""{"name": "{{name}}", "mode": "task.shell", "gpus_per_rank": 1, "command": "mkdir {{cluster.Directory.Path}}/gpu-$CUDA_VISIBLE_DEVICES && echo {{name}} >> {{cluster.Directory.File("taken")}} && while [ ! -e {{cluster.Directory.File("gate")}} ]; do sleep 0.05; done && rmdir {{cluster.Directory.Path}}/gpu-$CUDA_VISIBLE_DEVICES"}""";
        using var file = TaskFile.Of(Enumerable.Range(0, 6).Select(static n => $"t{n}").Select(Taking));
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync(4, "--gpus", "2");
        var submit = cluster.Client("submit", file.Path);
        await submit.UntilAsync(() => File.Exists(cluster.Directory.File("taken")) && File.ReadAllLines(cluster.Directory.File("taken")).Length == 2);

        seed.Kill();
        await seed.ExitsAsync();
        await cluster.SeedAsync();
        await submit.SaysAsync("the master is back");
        cluster.Open();

        await submit.ExitsWithAsync(0);
        Assert.Equal(6, File.ReadAllLines(cluster.Directory.File("taken")).Distinct().Count());
    }

    [Fact]
    public async Task Status_shows_what_a_worker_has_and_what_is_in_use()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        var worker = await cluster.WorkerAsync("--gpus", "2", "--resource", "licence=1.5", "--memory", "4GiB");

        Assert.Contains("2 GPUs, 4096 MiB of memory, ", string.Join('\n', (await cluster.EndedAsync(0, "status")).Output), StringComparison.Ordinal);

        await cluster.SubmitAsync(Shell($"touch {cluster.Directory.File("begun")}; while [ ! -e {cluster.Directory.File("gate")} ]; do sleep 0.05; done", """, "gpus_per_rank": 0.5, "mem_per_rank": 512"""));
        await worker.UntilAsync(() => File.Exists(cluster.Directory.File("begun")));

        Assert.Contains("0.5 of 2 GPUs, 512 MiB of 4096 MiB of memory", string.Join('\n', (await cluster.EndedAsync(0, "status")).Output), StringComparison.Ordinal);
        cluster.Open();
    }

    [Theory]
    [InlineData("scalems.worker.gpus=two", "scalems.worker.gpus = 'two': a number, names such as")]
    [InlineData("scalems.worker.gpus=-1", "scalems.worker.gpus = '-1'")]
    [InlineData("""scalems.worker.gpus=["0","0"]""", "scalems.worker.gpus = '0, 0': each GPU once")]
    [InlineData("scalems.worker.memory=lots", "scalems.worker.memory = 'lots'")]
    [InlineData("scalems.worker.storage=-5", "scalems.worker.storage = '-5'")]
    [InlineData("scalems.worker.resources.licence=none", "scalems.worker.resources.licence = 'none': a number from 0.0001")]
    [InlineData("scalems.worker.resources.licence=0", "scalems.worker.resources.licence = '0'")]
    [InlineData("scalems.worker.resources.gpus=1", "use gpus_per_rank")]
    [InlineData("scalems.worker.memory-limit=ulimit", "scalems.worker.memory-limit = 'ulimit': one of auto, cgroup, sampling")]
    [InlineData("scalems.worker.disk-reserve=some", "scalems.worker.disk-reserve = 'some'")]
    [InlineData("scalems.worker.gpu-variable=GPUS", "scalems.worker.gpu-variable = 'GPUS'")]
    public async Task A_value_that_cannot_be_meant_is_refused_by_name(string setting, string reason)
    {
        using var file = TaskFile.Of(Shell("true", ""));
        await using var run = NodeProcess.Start("run", file.Path, "--set", setting);

        await run.ExitsWithAsync(2);

        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranks_of_an_MPI_function_have_GPUs_of_their_own()
    {
        using var file = TaskFile.Of(
            Enumerable.Repeat(RankedCall.Python(2, "total", 1).Replace("\"ranks\"", "\"gpus_per_rank\": 1, \"ranks\"", StringComparison.Ordinal), 2)
                .Append(Eval(VisibleInPython, """, "ranks": 2, "gpus_per_rank": 1""")));
        await using var run = NodeProcess.Start("run", file.Path, "--ordered", "--slots", "2", "--gpus", "2", "--mpi", "--python-path", PythonFile.Modules);

        await run.ExitsWithAsync(0);

        Assert.Equal("""[["0","1"],["1","1"]]""", ResultText.Parse(run.Output)[2].Value().GetRawText());
    }

    private static string Shell(string command, string more) => $$"""{"mode": "task.shell", "command": "{{command}}"{{more}}}""";

    private static string Eval(string code, string more) => $$"""{"mode": "task.eval", "code": "{{code}}"{{more}}}""";

    private static string Exec(string code, string more) => $$"""{"mode": "task.exec", "code": "{{code}}"{{more}}}""";

    private static async Task<JsonElement[]> RunAsync(string[] arguments, params string[] lines)
    {
        using var file = TaskFile.Of(lines);
        await using var run = NodeProcess.Start(["run", file.Path, "--ordered", "--details", "--python", PythonFile.Interpreter, .. arguments]);
        await run.ExitsAsync();
        return ResultText.Parse(run.Output);
    }
}
