using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems run</c>: master, worker and client in this process, tasks in processes of their own.</summary>
internal static class RunVerb
{
    public static Verb Create()
    {
        var tasks = new InputOptions();
        var slots = WorkerVerb.Slots();
        var modules = WorkerVerb.Modules();
        var python = WorkerVerb.Python();
        var mpi = WorkerVerb.Mpi();
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "run",
            "Runs a file of tasks on this machine, without a port or any other process to start. "
            + "The exit code is 0 when all tasks are DONE, 1 when some are not, 2 when nothing was started, 130 after Ctrl+C.",
            "scalems run tasks.jsonl",
            "scalems run workflow.json",
            "scalems run tasks.jsonl --slots 4 --modules bin/MyTasks.dll --output results.jsonl",
            "echo '{\"module\": \"System.Math\", \"func\": \"Sqrt\", \"args\": [2]}' | scalems run -");
        tasks.AddTo(verb);
        verb.Add(slots);
        verb.Add(modules);
        verb.Add(python);
        verb.Add(mpi);
        configuration.AddTo(verb);
        return verb.Runs(parsed =>
        {
            var config = configuration.Read(parsed, WorkerVerb.Keys(parsed, slots, modules, python, mpi), VerbDefaults.Quiet);
            return TaskVerb.RunAsync(parsed, tasks, config, configuration.Used(parsed, config), static (services, config) => services.AddEmbedded(config));
        });
    }
}
