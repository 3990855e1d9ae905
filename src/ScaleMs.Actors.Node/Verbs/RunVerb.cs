using System.CommandLine;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems run</c>: master, worker and client in this process, tasks in processes of their own.</summary>
internal static class RunVerb
{
    public static Verb Create()
    {
        var tasks = new InputOptions();
        var options = new WorkerOptions();
        var page = new Option<bool>("--page") { Description = "Serve a status page while the tasks run, at scalems.http.port or a free one; its URL is printed" };
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "run",
            "Runs a file of tasks on this machine, without a port or any other process to start. "
            + "The exit code is 0 when all tasks are DONE, 1 when some are not, 2 when nothing was started, 130 after Ctrl+C.",
            "scalems run tasks.jsonl",
            "scalems run workflow.json",
            "scalems run tasks.jsonl --slots 4 --modules bin/MyTasks.dll --output results.jsonl",
            "echo '{\"module\": \"System.Math\", \"func\": \"Sqrt\", \"args\": [2]}' | scalems run -")
        {
            page,
        };
        tasks.AddTo(verb);
        options.AddTo(verb);
        configuration.AddTo(verb);
        return verb.Runs(parsed =>
        {
            var config = configuration.Read(
                parsed, options.Keys(parsed), $"""
                {VerbDefaults.Quiet}
                scalems.http.port = {(parsed.GetValue(page) ? "0" : "off")}
                """);
            return TaskVerb.RunAsync(parsed, tasks, config, configuration.Used(parsed, config), static (services, config) => services.AddEmbeddedWithPage(config));
        });
    }
}
