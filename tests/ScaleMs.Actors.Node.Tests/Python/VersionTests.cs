using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>The lowest versions of modules.</summary>
public sealed class VersionTests
{
    private const string Root = """{"module": "numpy", "func": "sqrt", "args": [4.0]}""";

    [Theory]
    [InlineData("numpy=\"99.1\"", "numpy version [0-9.]+ not compatible with 99\\.1\\.")]
    [InlineData("nosuch=\"1\"", "nosuch not found\\.")]
    public async Task A_worker_whose_interpreter_has_too_old_a_module_or_none_does_not_start(string module, string reason)
    {
        using var file = TaskFile.Of(Root);
        await using var run = NodeProcess.Start("run", file.Path, "--python", PythonFile.Interpreter, "--set", $"scalems.worker.versioned-modules.{module}");
        await run.ExitsWithAsync(2);

        Assert.Empty(run.Output);
        Assert.Matches($"^scalems: {reason} \\(interpreter {PythonFile.Interpreter}, Python ", run.Errors);
    }

    [Fact]
    public async Task A_task_whose_virtual_environment_has_too_old_a_module_or_none_fails()
    {
        using var env = new TestDirectory();
        Directory.CreateDirectory(env.File("bin"));
        File.CreateSymbolicLink(env.File("bin/python3"), PythonFile.Interpreter);
        env.WriteText("pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\n");

        var results = await PythonFile.RunAsync(
            [$$"""{"mode": "task.function", "module": "numpy", "function": "sqrt", "args": [4.0], "named_env": "{{env.Path}}"}""", Root],
            "--python", PythonFile.Interpreter, "--set", "scalems.worker.versioned-modules.numpy=\"1.20\"");

        Assert.Equal(("FAILED", "startup"), (results[0].State(), results[0].Text("error_kind")));
        Assert.Contains("numpy not found.", results[0].Exception(), StringComparison.Ordinal);
        Assert.Equal("DONE", results[1].State());
    }

    [Fact]
    public async Task Modules_of_both_runtimes_that_are_new_enough_do_no_harm()
    {
        var results = await PythonFile.RunAsync(
            [Root, TaskFile.Echo(7, 0)],
            "--python", PythonFile.Interpreter, "--set", "scalems.worker.versioned-modules={ numpy = \"1.20\", \"ScaleMs.Actors.Samples\" = \"0.1\" }");

        Assert.All(results, static result => Assert.True(result.State() == "DONE", result.Exception()));
    }

    [Fact]
    public async Task A_worker_whose_NET_module_is_too_old_does_not_start()
    {
        using var file = TaskFile.Echoes(1, 0);
        await using var run = NodeProcess.Start(
            "run", file.Path, "--modules", TaskFile.Modules, "--set", "scalems.worker.versioned-modules={ \"ScaleMs.Actors.Samples\" = \"99\" }");
        await run.ExitsWithAsync(2);

        Assert.Empty(run.Output);
        Assert.Contains("ScaleMs.Actors.Samples version ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(" not compatible with 99.", run.Errors, StringComparison.Ordinal);
    }
}
