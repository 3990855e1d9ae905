using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Registration;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems worker</c>: a node that runs tasks.</summary>
internal static class WorkerVerb
{
    public static Verb Create()
    {
        var slots = Slots();
        var modules = Modules();
        var python = Python();
        var mpi = Mpi();
        var seed = SeedOption.Create();
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "worker",
            "Runs tasks for a master. On Ctrl+C it leaves, and its unfinished tasks run elsewhere.",
            "scalems worker",
            "scalems worker --slots 8 --seed 10.0.0.1:4053",
            "scalems worker --modules bin/MyTasks.dll --config hocon/worker.conf",
            "scalems worker --python ~/envs/md/bin/python --mpi")
        {
            slots,
            modules,
            python,
            mpi,
            seed,
        };
        configuration.AddTo(verb);
        return verb.Runs(async parsed =>
        {
            var config = configuration.Read(parsed, [.. Keys(parsed, slots, modules, python, mpi), (SeedOption.Key, SeedOption.Value(parsed, seed))]);
            using var host = NodeHost.Build(config, static (services, config) => services.AddWorker(config));
            var code = await NodeHost.RunAsync(host, static (host, _) => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
            if (code == WorkerExit.Restart)
            {
                await Console.Error.WriteLineAsync($"scalems: the worker cannot restart: {ThisProcess.StartAnew()}");
            }

            return code;
        });
    }

    public static Option<int?> Slots() => new("--slots") { Description = "Number of tasks run at the same time [default: one per core]", HelpName = "N", CustomParser = static result => WholeNumber.Parse(result, "--slots", 1) };

    public static Option<string[]> Modules() => new("--modules")
    {
        Description = "Assemblies with functions that tasks call; repeatable",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string?> Python() => new("--python")
    {
        Description = "Interpreter for Python functions, or off [default: of an active virtual environment, else python3]",
        HelpName = "PATH",
    };

    public static Option<bool> Mpi() => new("--mpi") { Description = "Start the interpreters as ranks of an MPI world, for Python functions with several ranks" };

    /// <summary>The keys set by these options.</summary>
    public static IEnumerable<(string Key, object? Value)> Keys(ParseResult parsed, Option<int?> slots, Option<string[]> modules, Option<string?> python, Option<bool> mpi) =>
    [
        ("scalems.worker.slots", parsed.GetValue(slots)),
        ("scalems.worker.modules", parsed.GetValue(modules) is { Length: > 0 } paths ? paths : null),
        ("scalems.worker.python", parsed.GetValue(python)),
        ("scalems.worker.mpi", parsed.GetValue(mpi) ? "on" : null),
    ];
}
