using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>Python functions through the executable, as users run them.</summary>
public sealed class PythonTests
{
    [Fact]
    public async Task The_seeds_own_item_runs_word_for_word_beside_other_forms_of_the_same_call()
    {
        var results = await PythonFile.RunAsync([
            """{"func": "print", "module": "builtins", "args": ["hello world"], "kwargs": {}, "comm_arg_name": null}""",
            """{"mode": "task.function", "function": "run_in_worker", "args": [], "kwargs": {"work_item": {"func": "print", "module": "builtins", "args": ["hello again"], "kwargs": {}, "comm_arg_name": null}}}""",
            """{"mode": "task.function", "function": "math.sqrt", "args": [2.25]}""",
            """{"module": "System.Math", "func": "Sqrt", "args": [2.25]}""",
            """{"module": "math", "func": "sqrt", "args": [2.25], "runtime": "python"}""",
            PythonFile.Call("later", "awaited"),
        ]);

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
        Assert.Equal(("hello world\n", JsonValueKind.Null), (results[0].Text("stdout"), results[0].Value().ValueKind));
        Assert.Equal("hello again\n", results[1].Text("stdout"));
        Assert.All(results[2..5], static result => Assert.Equal(1.5, result.Value().GetDouble()));
        Assert.Equal("awaited", results[5].Value().GetString());
    }

    [Fact]
    public async Task What_harms_an_interpreter_ends_that_task_and_the_queue_goes_on()
    {
        string[] harmful =
        [
            PythonFile.Call("leave", 3),
            PythonFile.Call("leave_at_once", 4),
            PythonFile.Call("kill"),
            PythonFile.Call("crash"),
            PythonFile.Call("unserializable"),
            PythonFile.Call("fail", "no way on"),
            PythonFile.CallWith(""", "timeout": 1""", "sleep", 8),
            PythonFile.CallWith(""", "timeout": 1""", "deaf"),
        ];
        var lines = harmful.SelectMany((line, index) => new[] { line, PythonFile.Call("add", index, 1), PythonFile.Call("add", index, 2) });
        var results = await PythonFile.RunAsync(lines);

        foreach (var (index, result) in results.Index())
        {
            Assert.Equal(index % 3 == 0 ? "FAILED" : "DONE", result.State());
        }

        JsonElement[] failed = [.. results.Where(static (_, index) => index % 3 == 0)];
        Assert.Equal([3, 4], failed[..2].Select(static result => result.GetProperty("exit_code").GetInt32()));
        Assert.All(failed[..2], static result => Assert.StartsWith("process exit: ", result.Exception(), StringComparison.Ordinal));
        Assert.Contains("SIGKILL", failed[2].Exception(), StringComparison.Ordinal);
        Assert.Equal(("last words\n", true), (failed[3].Text("stdout"), failed[3].Exception().Contains("SIGSEGV", StringComparison.Ordinal)));
        Assert.Contains("lock", failed[4].Exception(), StringComparison.Ordinal);
        Assert.Equal("ValueError: no way on", failed[5].Exception());
        Assert.Contains("mischief.py", failed[5].Text("exception_detail"), StringComparison.Ordinal);
        Assert.Equal("begun\n", failed[6].Text("stdout"));
        foreach (var late in failed[6..])
        {
            Assert.StartsWith("timeout: ", late.Exception(), StringComparison.Ordinal);
            Assert.InRange(late.GetProperty("finished").GetDateTimeOffset() - late.GetProperty("started").GetDateTimeOffset(), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(7));
        }
    }

    [Fact]
    public async Task Output_of_every_kind_is_the_tasks_own_and_what_a_task_changes_is_put_back()
    {
        var results = await PythonFile.RunAsync([
            PythonFile.Call("print_everywhere", "words"),
            PythonFile.Call("change_everything"),
            PythonFile.Call("left_over"),
            PythonFile.CallWith(""", "environment": {"GREETING": "hi"}""", "variable", "GREETING"),
            PythonFile.Call("variable", "GREETING"),
        ]);

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
        Assert.Equal(["words", "words from C"], results[0].Text("stdout").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal("words from a shell\n", results[0].Text("stderr"));
        Assert.Equal("[false,false,false,false]", results[2].Value().GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("hi", results[3].Value().GetString());
        Assert.Equal(JsonValueKind.Null, results[4].Value().ValueKind);
    }

    [Fact]
    public async Task Values_that_JSON_does_not_have_pass_from_one_function_to_the_next_unchanged()
    {
        var results = await PythonFile.RunAsync([
            """{"name": "bytes", "module": "builtins", "func": "bytes", "args": [[0, 255]]}""",
            """{"module": "mischief", "func": "echo", "args": [{"$ref": "bytes"}]}""",
            """{"name": "nan", "module": "builtins", "func": "float", "args": ["nan"]}""",
            """{"module": "builtins", "func": "repr", "args": [[{"$ref": "nan"}, 123456789012345678901234567890]]}""",
            """{"name": "array", "module": "numpy", "func": "arange", "args": [3]}""",
            """{"module": "numpy", "func": "sum", "args": [{"$ref": "array"}]}""",
            """{"name": "point", "module": "mischief", "func": "point", "args": [5]}""",
            """{"module": "mischief", "func": "x_of", "args": [{"$ref": "point"}]}""",
            """{"name": "set", "module": "builtins", "func": "set", "args": [[1, 2, 2]]}""",
            """{"module": "mischief", "func": "type_name", "args": [{"$ref": "set"}]}""",
        ]);

        Assert.All(results, static result => Assert.True(result.State() == "DONE", result.Exception()));
        Assert.Equal("""{"$bytes":"AP8="}""", results[1].Value().GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("[nan, 123456789012345678901234567890]", results[3].Value().GetString());
        Assert.Equal("""{"$numpy":""", results[5].Value().GetRawText()[..10].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(5, results[7].Value().GetInt32());
        Assert.Equal("set", results[9].Value().GetString());
    }

    [Fact]
    public async Task Tasks_of_both_runtimes_take_turns_in_one_slot_and_each_keeps_its_process()
    {
        var lines = Enumerable.Range(0, 40).Select(static n => n % 2 == 0 ? PythonFile.CallWith($$""", "metadata": {{n}}""", "process") : TaskFile.Echo(n, 0));
        var results = await PythonFile.RunAsync(lines);

        Assert.All(results, static result => Assert.Equal("DONE", result.State()));
        Assert.Single(results.Where(static (_, index) => index % 2 == 0).Select(static result => result.Value().GetInt32()).Distinct());
    }

    [Fact]
    public async Task Ranks_without_a_communicator_may_end_at_different_times()
    {
        using var directory = new TestDirectory();
        var first = directory.File("first");
        using var file = TaskFile.Of(JsonSerializer.Serialize(new
        {
            mode = "task.exec",
            ranks = 2,
            use_mpi = false,
            pre_exec = (string[])["import os, time"],
            code = $"try:\n    os.mkdir('{first}')\n    return 'early'\nexcept FileExistsError:\n    time.sleep(0.5)\n    return 'late'",
        }));
        await using var run = NodeProcess.Start("run", file.Path, "--slots", "2");

        await run.ExitsWithAsync(0);

        var values = Assert.Single(ResultText.Parse(run.Output)).GetProperty("return_value").EnumerateArray();
        Assert.Equal(["early", "late"], values.Select(static value => value.GetString()).Order());
    }

    [Fact]
    public async Task A_module_or_function_that_does_not_exist_is_named_with_all_places_where_it_was_looked_for()
    {
        var results = await PythonFile.RunAsync([
            """{"module": "no_such_module", "func": "f"}""",
            """{"module": "math", "func": "sqrtt"}""",
            """{"module": "mischief", "func": "add", "kwargs": {"nowhere": 1}}""",
            """{"mode": "task.function", "function": "nowhere", "args": []}""",
            PythonFile.Call("add", 1, 2),
        ]);

        Assert.Equal(["FAILED", "FAILED", "FAILED", "FAILED", "DONE"], results.Select(ResultText.State));
        Assert.All(results[..4], static result => Assert.Equal("invalid", result.Text("error_kind")));
        foreach (var part in new[] { "no_such_module", PythonFile.Interpreter, ".NET type", "the base library" })
        {
            Assert.Contains(part, results[0].Exception(), StringComparison.Ordinal);
        }

        Assert.Contains("sqrt", results[1].Exception(), StringComparison.Ordinal);
        Assert.Contains("nowhere", results[2].Exception(), StringComparison.Ordinal);
        Assert.DoesNotContain("padding", results[3].Exception(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Environments_have_interpreters_of_their_own()
    {
        using var directory = new TestDirectory();
        var prefix = directory.File("conda");
        Directory.CreateDirectory(Path.Combine(prefix, "conda-meta"));
        Directory.CreateDirectory(Path.Combine(prefix, "bin"));
        File.CreateSymbolicLink(Path.Combine(prefix, "bin", "python3"), PythonFile.Interpreter);
        var results = await PythonFile.RunAsync([
            PythonFile.CallWith($$""", "named_env": "{{prefix}}" """, "interpreter"),
            PythonFile.Call("interpreter"),
            PythonFile.CallWith(""", "pre_exec": ["export GREETING=hi", "echo ready"]""", "variable", "GREETING"),
            PythonFile.CallWith(""", "pre_exec": ["exit 7"]""", "variable", "GREETING"),
            PythonFile.CallWith(""", "named_env": "/no/such/env" """, "interpreter"),
            $$"""{"module": "mischief", "func": "interpreter", "named_env": "{{prefix}}"}""",
            """{"mode": "task.function", "function": "System.Environment.GetEnvironmentVariable", "args": ["GREETING"], "pre_exec": ["export GREETING=hello"]}""",
        ]);

        Assert.Equal(["DONE", "DONE", "DONE", "FAILED", "FAILED", "DONE", "DONE"], results.Select(ResultText.State));
        Assert.Equal([$"{prefix}/bin/python3", prefix], results[0].Value().EnumerateArray().Take(2).Select(static value => value.GetString()));
        Assert.NotEqual($"{prefix}/bin/python3", results[1].Value()[0].GetString());
        Assert.Equal("hi", results[2].Value().GetString());
        Assert.Equal(["startup", "startup"], results[3..5].Select(static result => result.Text("error_kind")));
        Assert.Contains("line 1 of pre_exec ended with exit code 7", results[3].Exception(), StringComparison.Ordinal);
        Assert.Equal("hello", results[6].Value().GetString());
        Assert.Contains("/no/such/env", results[4].Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_needed_in_the_home_or_the_temporary_directory()
    {
        var results = await PythonFile.RunAsync(
            [PythonFile.Call("add", 1, 2)], new Dictionary<string, string> { ["HOME"] = "/no/such/home", ["TMPDIR"] = "/no/such/directory" });
        Assert.Equal(("DONE", 3), (results[0].State(), results[0].Value().GetInt32()));
    }

    [Fact]
    public async Task Without_Python_the_error_says_so_and_how_to_name_an_interpreter()
    {
        var results = await PythonFile.RunAsync(
            ["""{"module": "math", "func": "sqrt", "args": [4], "runtime": "python"}""", """{"module": "math", "func": "sqrt", "args": [4]}""", TaskFile.Echo(1, 0)], "--python", "off");

        Assert.Equal(["FAILED", "FAILED", "DONE"], results.Select(ResultText.State));
        Assert.Contains("python", results[0].Exception(), StringComparison.Ordinal);
        Assert.Contains("scalems.worker.python", results[0].Exception(), StringComparison.Ordinal);
        Assert.Contains("no type 'math'", results[1].Exception(), StringComparison.Ordinal);
        Assert.Contains("scalems.worker.python is off", results[1].Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interpreter_that_does_not_exist_ends_the_start_and_is_named()
    {
        using var file = TaskFile.Echoes(1, 0);
        foreach (var wrong in new[] { "/no/such/python", "/bin/true", "/bin/false" })
        {
            await using var run = NodeProcess.Start("run", file.Path, "--python", wrong);
            await run.ExitsWithAsync(2);
            Assert.Contains(wrong, run.Errors, StringComparison.Ordinal);
        }
    }
}
