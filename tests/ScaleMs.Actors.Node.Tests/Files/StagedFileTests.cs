using System.Security.Cryptography;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Files;

/// <summary>Files of tasks, between a client, a seed and two workers, ant and bee, of one slot each.</summary>
public sealed class StagedFileTests : IAsyncLifetime
{
    // Several pieces, so that the file is not in one message.
    private const int Large = 5_000_000;

    private TestCluster Cluster { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task A_file_of_the_client_goes_through_programs_on_two_workers_and_comes_back()
    {
        await Cluster.SeedAsync();
        await WorkerAsync("ant");
        await WorkerAsync("bee");
        var content = RandomNumberGenerator.GetBytes(Large);
        File.WriteAllBytes(Cluster.Directory.File("input"), content);
        Cluster.Directory.Write("twice", "cat \"$1\" \"$1\"");

        var submit = await SubmitAsync("""
            "make": {"mode": "task.shell", "command": "./twice in/data > double; chmod +x twice", "resources": {"ant": 1},
                     "input_staging": ["input > in/data", "twice"], "output_staging": ["double > store:///double", "twice"]},
            "use": {"mode": "task.shell", "command": "./twice double > four", "resources": {"bee": 1},
                    "input_staging": [{"source": {"$ref": "make"}}], "output_staging": ["four > results/four", "double > results/"]},
            "sorted": {"module": "builtins", "func": "sorted", "args": [{"$ref": "make"}]}
            """);

        var records = Records(submit);
        Assert.Equal(2 * Large, records["make"].GetProperty("return_value").GetProperty("double").GetProperty("size").GetInt32());
        Assert.Equal("""["double","twice"]""", records["sorted"].GetProperty("return_value").GetRawText());
        byte[] twice = [.. content, .. content];
        Assert.Equal(twice, File.ReadAllBytes(Cluster.Directory.File("results/double")));
        Assert.Equal([.. twice, .. twice], File.ReadAllBytes(Cluster.Directory.File("results/four")));
        Assert.False(File.Exists(Cluster.Directory.File("double")), "what is for the store only was brought to the client");
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Cluster.Directory.File("copies"), "0", "tasks")));
    }

    [Fact]
    public async Task Kill_9_of_the_producer_and_of_the_master_after_the_result_loses_no_file()
    {
        var seed = await Cluster.SeedAsync("--set", "scalems.workers.lost-after=1s", "--set", "scalems.master.recovery-wait=2s");
        var ant = await WorkerAsync("ant");
        await using var client = await Cluster.ConnectAsync();
        var submission = await DetachAsync(MakeAndUse);
        await client.UntilAsync(1, TaskState.Done);

        // Its copies are gone with it, as those of a node whose disk is lost.
        ant.Kill();
        await ant.ExitsAsync();
        Directory.Delete(Cluster.Directory.File("copies"), recursive: true);
        seed.Kill();
        await seed.ExitsAsync();
        await Cluster.SeedAsync("--set", "scalems.workers.lost-after=1s", "--set", "scalems.master.recovery-wait=2s");
        await WorkerAsync("bee");

        await Cluster.EndedAsync(0, "results", submission);
        Assert.Equal(1, (await client.RecordAsync("make")).Attempt);
        Assert.Equal(Large, new FileInfo(Cluster.Directory.File("copy")).Length);
    }

    [Fact]
    public async Task A_file_of_which_no_copy_is_left_is_made_again_by_a_new_attempt()
    {
        await Cluster.SeedAsync("--set", "scalems.workers.lost-after=1s");
        await using var client = await Cluster.ConnectAsync();
        var submission = await LoseAsync(client, MakeAndUse);

        await Cluster.EndedAsync(0, "results", submission);

        var made = await client.RecordAsync("make");
        Assert.Equal((TaskState.Done, 2, "bee"), (made.State, made.Attempt, made.Worker));
        Assert.Equal(Large, new FileInfo(Cluster.Directory.File("copy")).Length);
    }

    [Fact]
    public async Task A_file_that_may_not_be_made_again_fails_the_task_that_needs_it_and_is_named()
    {
        await Cluster.SeedAsync("--set", "scalems.workers.lost-after=1s");
        await using var client = await Cluster.ConnectAsync();
        var submission = await LoseAsync(client, MakeAndUse.Replace("\"uid\": \"make\"", "\"uid\": \"make\", \"max_retries\": 0", StringComparison.Ordinal));

        await Cluster.EndedAsync(1, "results", submission);

        var (made, used) = (await client.RecordAsync("make"), await client.RecordAsync("use"));
        Assert.Equal((TaskState.Done, 1), (made.State, made.Attempt));
        Assert.Equal((TaskState.Failed, ErrorKind.Staging), (used.State, used.ErrorKind));
        Assert.Contains(made.ReturnValue!.Value.GetProperty("data").GetProperty("$file").GetString()!, used.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_and_master_with_one_directory_pass_files_through_it()
    {
        var shared = Cluster.Directory.File("shared");
        await Cluster.SeedAsync("--set", $"scalems.files.store={shared}");
        Directory.CreateDirectory(shared);
        await WorkerAsync("ant", "--set", $"scalems.files.store={shared}");
        await WorkerAsync("bee", "--set", $"scalems.files.store={shared}");

        var records = Records(await SubmitAsync(MakeAndUse));

        Assert.True(File.Exists(Path.Combine(shared, "scalems_0_0", records["make"].GetProperty("return_value").GetProperty("data").GetProperty("$file").GetString()!)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(shared, "incoming")));
        Assert.Equal(Large, new FileInfo(Cluster.Directory.File("copy")).Length);
    }

    [Fact]
    public async Task A_python_function_returns_a_file_and_gets_one()
    {
        await Cluster.SeedAsync();
        await WorkerAsync("ant");
        Cluster.Directory.WriteText("maker.py", """
            import pathlib, tempfile
            from scalems_actors import OutputFile

            def make(text):
                path = pathlib.Path(tempfile.mkdtemp()) / "made.txt"
                path.write_text(text)
                return {"file": OutputFile(path), "length": len(text)}

            def read(made):
                return pathlib.Path(made["file"]).read_text()
            """);

        var records = Records(await SubmitAsync("""
            "make": {"module": "maker", "func": "make", "args": ["hello"]},
            "read": {"module": "maker", "func": "read", "args": [{"$ref": "make"}]}
            """));

        Assert.Equal("hello", records["read"].GetProperty("return_value").GetString());
        var key = records["make"].GetProperty("return_value").GetProperty("file").GetProperty("$file").GetString()!;
        await Cluster.EndedAsync(0, "files", "get", key, "--output", Cluster.Directory.File("got"));
        Assert.Equal("hello", File.ReadAllText(Cluster.Directory.File("got")));
        var put = await Cluster.EndedAsync(0, "files", "put", Cluster.Directory.File("got"));
        Assert.Equal(key, JsonDocument.Parse(Assert.Single(put.Output)).RootElement.GetProperty("$file").GetString());
    }

    [Fact]
    public async Task What_is_not_there_or_does_not_fit_is_named()
    {
        await Cluster.SeedAsync();
        await WorkerAsync("ant", "--set", "scalems.files.cache-size=1 KiB");
        Cluster.Directory.WriteText("input.gro", "x");
        using var file = TaskFile.Of(
            """{"mode": "task.shell", "command": "true", "input_staging": ["inputs.gro"]}""",
            """{"mode": "task.shell", "command": "echo > traj.xtc", "output_staging": ["trai.xtc"]}""",
            """{"mode": "task.shell", "command": "head -c 2000 /dev/zero > big", "output_staging": ["big"]}""",
            """{"mode": "task.shell", "command": "true", "input_staging": ["file:///nowhere/a"]}""",
            """{"mode": "task.shell", "command": "echo out > log; exit 3", "output_staging": ["log > store:///log"], "stage_on_error": true}""",
            $$"""{"module": "os.path", "func": "getsize", "args": [{"$file": "{{new string('0', 64)}}", "size": 1}]}""");

        var records = (await Cluster.EndedAsync(1, "submit", file.Path, "--ordered")).Output.Select(static line => JsonDocument.Parse(line).RootElement).ToList();

        string[] reasons =
        [
            "inputs.gro; did you mean input.gro?", "there is no file 'trai.xtc' in the task's directory", "scalems.files.cache-size",
            "there is no file '/nowhere/a' on this worker", "", $"no copy of file {new string('0', 64)} is left",
        ];
        Assert.All(records.Zip(reasons), static pair => Assert.Contains(pair.Second, pair.First.GetProperty("exception").GetString() ?? "", StringComparison.Ordinal));
        Assert.Contains("there is 'traj.xtc'", records[1].GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Equal(["refused", "staging", "staging", "staging", "user_error", "staging"], records.Select(static record => record.GetProperty("error_kind").GetString()!));
        Assert.Equal(4, records[4].GetProperty("return_value").GetProperty("log").GetProperty("size").GetInt32());
    }

    private static string MakeAndUse => $$"""
        "make": {"uid": "make", "mode": "task.shell", "command": "head -c {{Large}} /dev/urandom > data", "resources": {"ant": 1}, "output_staging": ["data > store:///data"]},
        "use": {"uid": "use", "mode": "task.shell", "command": "mv data copy", "resources": {"bee": 1}, "wait_for_resources": true,
                "input_staging": [{"source": {"$ref": "make"} }], "output_staging": ["copy"]}
        """;

    /// <summary>Runs the producer, then kills its worker and deletes all copies; another worker, which has what both tasks need, comes.</summary>
    private async Task<string> LoseAsync(Client.ScaleMsClient client, string items)
    {
        var ant = await WorkerAsync("ant");
        var submission = await DetachAsync(items);
        await client.UntilAsync(1, TaskState.Done);
        ant.Kill();
        await ant.ExitsAsync();
        Directory.Delete(Cluster.Directory.File("copies"), recursive: true);
        var store = Path.Combine(Path.ChangeExtension(Cluster.Journal, ".files"), "scalems_0_0");
        File.Delete(Path.Combine(store, (await client.RecordAsync("make")).ReturnValue!.Value.GetProperty("data").GetProperty("$file").GetString()!));
        await WorkerAsync("bee", "--set", "scalems.worker.resources.ant=1");
        return submission;
    }

    private Task<NodeProcess> WorkerAsync(string name, params string[] more) => Cluster.WorkerAsync(
        1,
        [
            "--set", $"scalems.worker.name={name}", "--set", $"scalems.worker.resources.{name}=1", "--set", $"scalems.files.cache={Cluster.Directory.File("copies")}",
            .. more,
        ]);

    private Task<NodeProcess> SubmitAsync(string items) => Cluster.EndedAsync(0, "submit", Write(items), "--python-path", Cluster.Directory.Path);

    private async Task<string> DetachAsync(string items) => Assert.Single((await Cluster.EndedAsync(0, "submit", Write(items), "--detach")).Output);

    private string Write(string items)
    {
        Cluster.Directory.WriteText("workflow.json", $"{{\"items\": {{ {items} }} }}");
        return Cluster.Directory.File("workflow.json");
    }

    private static Dictionary<string, JsonElement> Records(NodeProcess submit) =>
        submit.Output.Select(static line => JsonDocument.Parse(line).RootElement).ToDictionary(static record => record.GetProperty("name").GetString()!, StringComparer.Ordinal);
}
