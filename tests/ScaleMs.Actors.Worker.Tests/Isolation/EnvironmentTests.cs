using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Environments.Python;
using ScaleMs.Actors.Worker.Registration;
using ScaleMs.Actors.Worker.Tests.Executors;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <summary>Which processes tasks need, and what is known of them.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly TaskDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Processes_of_dotnet_functions_are_renewed_with_the_assemblies_also_after_pre_exec()
    {
        var module = Path.Combine(AppContext.BaseDirectory, "ScaleMs.Actors.Samples.dll");
        var config = ConfigurationFactory.ParseString($"scalems.worker {{ python = off, modules = [\"{module}\"] }}");
        var environments = WorkerSettings.From(ScaleMsOptions.From(config), slots: 1).InProcesses(new SlotCommand("/bin/true", []));

        var prepared = environments.Of(Row(new TaskRuntime { Name = TaskRuntime.DotNet, PreExec = ["true"], StartupTimeoutMilliseconds = 1 }));

        Assert.Equal((true, false, true), (environments.Workers.HasAssemblies, prepared.IsWorkers, prepared.HasAssemblies));
    }

    [Fact]
    public void An_interpreter_that_prints_other_text_is_not_used()
    {
        _directory.Write("python3", "#!/bin/sh\necho loading modules\nexec python3 \"$@\"\n");

        Assert.Contains("prints something else when it is asked for its version: loading modules", PythonSearch.Ask(Path.Combine(_directory.Path, "python3")).Problem, StringComparison.Ordinal);
    }

    private static TaskRow Row(TaskRuntime runtime) => new() { Key = new TaskKey(Guid.Empty, 0), Uid = TaskUid.Parse("t"), Runtime = runtime };
}
