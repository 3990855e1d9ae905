using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems submit</c>: tasks for a running master.</summary>
internal static class SubmitVerb
{
    public static Verb Create()
    {
        var tasks = new TaskOptions();
        var seed = SeedOption.Create();
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "submit",
            "Submits a file of tasks to a running master and waits for the results. Ctrl+C cancels what has been submitted.",
            "scalems submit tasks.jsonl > results.jsonl",
            "scalems submit tasks.jsonl --seed 10.0.0.1:4053 --ordered --output results.jsonl",
            "generate-tasks | scalems submit -");
        tasks.AddTo(verb);
        verb.Add(seed);
        configuration.AddTo(verb);
        return verb.Runs(parsed => TaskVerb.RunAsync(
            parsed,
            tasks,
            configuration.Read(parsed, [(SeedOption.Key, SeedOption.Value(parsed, seed))], VerbDefaults.Quiet),
            static (services, config) => services.AddScaleMsClient(config)));
    }
}
