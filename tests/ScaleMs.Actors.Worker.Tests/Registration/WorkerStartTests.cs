using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Worker.Executors.Versions;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Environments.Python;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Registration;

/// <summary>What a worker checks before it starts.</summary>
public class WorkerStartTests
{
    private const string Module = "ScaleMs.Actors.Worker.Tests.Executors.ConvertedValue";

    [Fact]
    public async Task Functions_in_the_workers_process_take_and_return_values_through_converters_of_the_user()
    {
        Start($"""scalems.serialization.converters = ["{Module}+Converter, ScaleMs.Actors.Worker.Tests"]""");

        Assert.Equal("[3]", (await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Make", "args": [3]}""")).Outcome.ReturnValue?.GetRawText());
        Assert.Equal("3", (await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Take", "args": [[3]]}""")).Outcome.ReturnValue?.GetRawText());
    }

    [Theory]
    [InlineData("My.Converter, ScaleMs.Actors.Worker.Tests", "there is no type 'My.Converter, ScaleMs.Actors.Worker.Tests'")]
    [InlineData("My.Converter, NoSuchAssembly", "there is no type 'My.Converter, NoSuchAssembly'")]
    [InlineData("My.Converter", "there is no type 'My.Converter'")]
    [InlineData("My.Converter, =", "'My.Converter, =' cannot be loaded: ")]
    [InlineData(Module + ", ScaleMs.Actors.Worker.Tests", Module + ", ScaleMs.Actors.Worker.Tests is not derived from System.Text.Json.Serialization.JsonConverter")]
    [InlineData(Module + "+NeedsMore, ScaleMs.Actors.Worker.Tests", Module + "+NeedsMore, ScaleMs.Actors.Worker.Tests cannot be created: ")]
    public void A_converter_that_cannot_be_used_is_named_with_its_key(string name, string error) => Assert.StartsWith(
        $"scalems.serialization.converters: {error}",
        Assert.Throws<InvalidConfigurationException>(() => Start($"""scalems.serialization.converters = ["{name}"]""")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_module_or_an_assembly_that_it_ships_with_is_too_old() => Assert.All(
        ["ScaleMs.Actors.Worker.Tests", "ScaleMs.Actors.Worker"],
        static name => Assert.Matches(
            $"^{name} version [0-9]+\\.[0-9.]+ not compatible with 99\\.$",
            Assert.Throws<SoftwareCompatibilityException>(() => Start($$"""scalems.worker.versioned-modules { "{{name}}" = "99" }""")).Message));

    [Fact]
    public void A_module_that_is_new_enough_does_no_harm() => Start("""scalems.worker.versioned-modules { "ScaleMs.Actors.Worker.Tests" = "0.1.0-alpha" }""");

    [Theory]
    [InlineData("ScaleMs.Actors.Worker.Tests", "new", "scalems.worker.versioned-modules.ScaleMs.Actors.Worker.Tests = 'new': a version such as")]
    [InlineData("numpy", "1.20", "scalems.worker.versioned-modules has 'numpy': not among this worker's .NET modules and the assemblies that they ship with, and it has no Python: scalems.worker.isolation is none")]
    public void What_cannot_be_checked_is_named(string name, string version, string error) => Assert.StartsWith(
        error,
        Assert.Throws<InvalidConfigurationException>(() => Start($$"""scalems.worker.versioned-modules { "{{name}}" = "{{version}}" }""")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Modules_of_Python_need_Python()
    {
        const string Python = "off";
        const string Reason = "scalems.worker.python is off";
        var settings = Settings($$"""scalems.worker { python = "{{Python}}", versioned-modules { numpy = "1.20" } }""");

        var error = Assert.Throws<InvalidConfigurationException>(() => settings.InProcesses(new SlotCommand("/bin/true", [])));

        Assert.Contains("has 'numpy': not among", error.Message, StringComparison.Ordinal);
        Assert.Contains(Reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/bin/python3", 0.001, "was not ready within 0.001 s")]
    [InlineData("/bin/echo", 60, "prints something else: received a frame of version 47; this side speaks version 2")]
    [InlineData("/bin/false", 60, "ended with exit code 1 before it was ready")]
    [InlineData("/no/such", 60, "cannot be started: ")]
    public void An_interpreter_that_does_not_say_which_modules_it_has_ends_the_start(string python, double seconds, string reason) => Assert.StartsWith(
        $"scalems.worker.versioned-modules: the modules cannot be checked: '{python}' {reason}",
        Assert.Throws<SoftwareCompatibilityException>(() => PythonVersions.Check(
            python, new StartFrame(1000, 1000) { Versions = [("numpy", "1.20")] }, TimeSpan.FromSeconds(seconds))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Modes_of_Python_need_Python()
    {
        const string Python = "off";
        const string Reason = "scalems.worker.python is off";
        var settings = Settings($$"""scalems.worker { python = "{{Python}}", modes { dock = "python:docking" } }""");

        var error = Assert.Throws<InvalidConfigurationException>(() => settings.InProcesses(new SlotCommand("/bin/true", [])));

        Assert.StartsWith($"scalems.worker.modes.\"dock\": 'python:docking' needs Python, and this worker has none: {Reason}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bin/false", "'/bin/false' ended with exit code 1")]
    [InlineData("/bin/true", "'/bin/true'")]
    public void An_interpreter_that_is_named_must_work(string python, string reason) => Assert.StartsWith(
        $"scalems.worker.python: {reason}",
        Assert.Throws<InvalidConfigurationException>(() => Settings($$"""scalems.worker.python = "{{python}}" """).InProcesses(new SlotCommand("/bin/true", []))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Modes_of_Python_need_processes() => Assert.EndsWith(
        "needs Python, and this worker has none: scalems.worker.isolation is none",
        Assert.Throws<InvalidConfigurationException>(() => Start("""scalems.worker.modes { dock = "python:docking" }""")).Message,
        StringComparison.Ordinal);

    private static WorkerSettings Settings(string config) => WorkerSettings.From(ScaleMsOptions.From(ConfigurationFactory.ParseString(config)), slots: 1);

    private static void Start(string config) => WorkerSlots.Create(Settings(config), command: null, [typeof(WorkerStartTests).Assembly]).Dispose();
}
