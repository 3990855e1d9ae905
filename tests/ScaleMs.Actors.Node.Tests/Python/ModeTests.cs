using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>Every mode of RAPTOR's, and modes of users.</summary>
public sealed class ModeTests
{
    private static readonly string[] OwnModes =
    [
        "--set", "scalems.worker.modes.join=python:modes",
        "--set", $"scalems.worker.modes.reverse=\"{typeof(ReverseMode).FullName}, {typeof(ReverseMode).Assembly.GetName().Name}\"",
    ];

    [Fact]
    public async Task Each_mode_runs_and_an_object_keeps_its_state_between_tasks()
    {
        const string Class = """ "raptor_file": "own_worker.py", "raptor_class": "OwnWorker" """;
        (string Task, string Value)[] tasks =
        [
            ("""{"mode": "task.function", "function": "mischief.add", "args": [40, 2]}""", "42"),
            ("""{"mode": "task.method", "module": "mischief", "method": "Counter.add", "args": [2]}""", "2"),
            ("""{"mode": "task.method", "method": "mischief.Counter.add", "args": [3]}""", "5"),
            ("""{"mode": "task.eval", "code": "40 + 2"}""", "42"),
            ("""{"mode": "task.exec", "pre_exec": ["import math"], "code": "x = math.floor(math.pi)\nreturn 2 * x"}""", "6"),
            ($$"""{"mode": "scale", "kwargs": {"number": 14}, {{Class}}}""", "42"),
            ($$"""{"mode": "task.method", "method": "count", {{Class}}}""", "1"),
            ($$"""{"mode": "task.method", "method": "count", "metadata": 1, {{Class}}}""", "2"),
            ($$"""{"mode": "task.function", "function": "triple", "args": [2], {{Class}}}""", "6"),
            ("""{"mode": "task.eval", "code": "FACTOR + 1", "raptor_file": "own_worker.py"}""", "4"),
            ("""{"mode": "join", "args": ["a", "b"]}""", "\"a-b\""),
            ("""{"mode": "reverse", "args": ["stressed"]}""", "\"desserts\""),
        ];
        var results = await PythonFile.RunAsync(tasks.Select(static task => task.Task), OwnModes);

        foreach (var ((task, value), result) in tasks.Zip(results))
        {
            Assert.True(result.State() == "DONE", $"{task}: {result.Exception()}");
            Assert.Equal(value, result.Value().GetRawText());
        }

        Assert.Equal("reversing stressed\n", results[^1].Text("stdout"));
    }

    [Fact]
    public async Task Programs_of_every_mode_run_with_what_goes_before_and_after()
    {
        using var directory = new TestDirectory();
        var sandbox = JsonSerializer.Serialize(directory.Path);
        var results = await PythonFile.RunAsync([
            """{"mode": "task.executable", "executable": "echo", "arguments": ["a  b"]}""",
            """{"mode": "task.proc", "executable": "GREETING=hi; echo $GREETING", "arguments": ["a  b"]}""",
            $$"""{"mode": "task.shell", "command": "echo shell", "post_exec": ["echo after"], "stdout": "out", "sandbox": {{sandbox}}}""",
            """{"mode": "task.shell", "command": "exit 4"}""",
        ]);

        Assert.Equal(["a  b\n", "hi a  b\n", "shell\nafter\n", ""], results.Select(static result => result.Text("stdout")));
        Assert.Equal(["DONE", "DONE", "DONE", "FAILED"], results.Select(ResultText.State));
        Assert.Equal(4, results[3].GetProperty("exit_code").GetInt32());
        Assert.Equal("shell\nafter\n", await File.ReadAllTextAsync(directory.File("out")));
    }

    [Fact]
    public async Task What_does_not_apply_is_refused_by_name()
    {
        (string Task, string Reason)[] tasks =
        [
            ("""{"mode": "task.fnction", "function": "f"}""", "unknown mode 'task.fnction'"),
            ("""{"mode": "dock", "args": []}""", "dock"),
            ("""{"mode": "task.shell", "command": "true", "cleanup": true}""", "\"cleanup\" is not supported: a sandbox is a directory of your own"),
            ("""{"mode": "task.shell", "command": "true", "services": []}""", "\"services\" is not supported: there are no service tasks"),
            (PythonFile.CallWith(""", "post_exec": ["true"]""", "echo", 1), "post_exec is for programs"),
            (PythonFile.CallWith(""", "pre_exec": ["sleep 60"], "startup_timeout": 0.5""", "echo", 1), "it was not ready within 0.5 s"),
        ];
        var results = await PythonFile.RunAsync(tasks.Select(static task => task.Task), OwnModes);

        foreach (var ((task, reason), result) in tasks.Zip(results))
        {
            Assert.Equal("FAILED", result.State());
            Assert.True(result.Exception().Contains(reason, StringComparison.Ordinal), $"{task}: {result.Exception()}");
        }
    }

    [Fact]
    public async Task A_mode_whose_type_does_not_exist_is_named()
    {
        using var file = TaskFile.Echoes(1, 0);
        await using var run = NodeProcess.Start("run", file.Path, "--set", "scalems.worker.modes.reverse=\"No.Such, Nowhere\"");
        await run.ExitsWithAsync(2);
        Assert.Contains("No.Such, Nowhere", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_agent_is_named_in_the_configuration_and_by_its_tasks()
    {
        string[] agent = ["--python", "off", "--set", $"scalems.worker.agents.other=\"{PythonFile.Interpreter} {Path.Combine(Repository.Root, "python")}\""];
        var results = await PythonFile.RunAsync([
            """{"module": "math", "func": "sqrt", "args": [2.25], "runtime": "other"}""",
            """{"module": "math", "func": "sqrt", "args": [2.25], "runtime": "third"}""",
        ], agent);

        Assert.Equal(("DONE", 1.5), (results[0].State(), results[0].Value().GetDouble()));
        Assert.Contains("the runtime 'third'", results[1].Exception(), StringComparison.Ordinal);

        using var file = TaskFile.Echoes(1, 0);
        await using var run = NodeProcess.Start("run", file.Path, "--set", "scalems.worker.agents.python=\"python3\"");
        await run.ExitsWithAsync(2);
        Assert.Contains("scalems.worker.agents.python", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_shows_the_fingerprint_of_SCALE_MS_and_finds_a_task_by_it()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        using var file = TaskFile.Of("""{"func": "print", "module": "builtins", "args": ["hello world"], "kwargs": {}, "comm_arg_name": null}""");
        await cluster.EndedAsync(0, "submit", file.Path);

        var query = await cluster.EndedAsync(0, "query", "scalems-task-1279946137");

        var record = JsonSerializer.Deserialize<JsonElement>(string.Join('\n', query.Output));
        Assert.Contains("1279946137", record.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("hello world", record.GetRawText(), StringComparison.Ordinal);
    }
}
