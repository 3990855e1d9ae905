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
        var options = new WorkerOptions();
        var seed = SeedOption.Create();
        var contactFile = SeedOption.ContactFile();
        var timeLimit = new Option<string?>("--time-limit") { Description = "Time after which it ends, such as 50m: it takes no task that could run longer", HelpName = "TIME" };
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "worker",
            "Runs tasks for a master. On Ctrl+C it leaves, and its unfinished tasks run elsewhere.",
            "scalems worker",
            "scalems worker --slots 8 --seed 10.0.0.1:4053",
            "scalems worker --modules bin/MyTasks.dll --config hocon/worker.conf",
            "scalems worker --python ~/envs/md/bin/python --mpi",
            "scalems worker --slots 16 --memory 64GiB --gpus 4 --resource licence=2")
        {
            seed,
            contactFile,
            timeLimit,
        };
        options.AddTo(verb);
        configuration.AddTo(verb);
        return verb.Runs(async parsed =>
        {
            var config = configuration.Read(parsed, [.. options.Keys(parsed), (SeedOption.Key, SeedOption.Value(parsed, seed, contactFile)), ("scalems.worker.time-limit", parsed.GetValue(timeLimit))]);
            using var host = NodeHost.Build(config, static (services, config) => services.AddWorker(config));
            var code = await NodeHost.RunAsync(host, static (host, _) => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
            if (code == WorkerExit.Restart)
            {
                await Console.Error.WriteLineAsync($"scalems: the worker cannot restart: {ThisProcess.StartAnew()}");
            }

            return code;
        });
    }
}
