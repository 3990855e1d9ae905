using System.CommandLine;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Hosting;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems submit</c>: tasks for a running master.</summary>
internal static class SubmitVerb
{
    public static Verb Create()
    {
        var tasks = new InputOptions();
        var submission = SubmissionOption.Create("Resume an earlier submission of the same file: tasks that the master has are not run again");
        var detach = new Option<bool>("--detach") { Description = "Return when all tasks are accepted and print the submission's id; 'scalems results' gets the results" };
        var seed = SeedOption.Create();
        var contactFile = SeedOption.ContactFile();
        var configuration = new ConfigurationOptions();
        var verb = new Verb(
            "submit",
            "Submits a file of tasks to a running master and waits for the results, even across a restart of the master. Ctrl+C cancels the submitted tasks, SIGTERM leaves them running. "
            + "The exit code is 0 when all tasks are DONE, 1 when some are not, 2 when nothing was started, 130 after Ctrl+C, 143 after SIGTERM.",
            "scalems submit tasks.jsonl > results.jsonl",
            "scalems submit tasks.jsonl --seed 10.0.0.1:4053 --ordered --output results.jsonl",
            "scalems submit workflow.json --max-running 8",
            "id=$(scalems submit tasks.jsonl --detach); scalems results $id",
            "generate-tasks | scalems submit -")
        {
            submission,
            detach,
        };
        tasks.AddTo(verb);
        verb.Add(seed);
        verb.Add(contactFile);
        configuration.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(detach) && tasks.Results.AreGiven(result))
            {
                result.AddError("--detach writes no results; give --output, --ordered and --details to 'scalems results' instead");
            }
        });
        return verb.Runs(parsed =>
        {
            var config = configuration.Read(parsed, [(SeedOption.Key, SeedOption.Value(parsed, seed, contactFile))], VerbDefaults.Quiet);
            var used = configuration.Used(parsed, config);
            return parsed.GetValue(detach)
                ? TaskVerb.DetachAsync(parsed, tasks, config, used, static (services, config) => services.AddClient(config), parsed.GetValue(submission))
                : TaskVerb.RunAsync(parsed, tasks, config, used, static (services, config) => services.AddClient(config), parsed.GetValue(submission), announce: true);
        });
    }
}
