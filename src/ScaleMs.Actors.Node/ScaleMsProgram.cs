using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;
using ScaleMs.Actors.Node.Verbs;
using ScaleMs.Actors.Worker.Executors.Functions;
using ScaleMs.Actors.Worker.Executors.Versions;

namespace ScaleMs.Actors.Node;

/// <summary>The <c>scalems</c> command: finds the verb, and converts errors to a line on standard error and an exit code.</summary>
internal static class ScaleMsProgram
{
    public static IReadOnlyList<string> Examples { get; } =
    [
        "scalems run tasks.jsonl --slots 4              everything in this one process",
        "scalems seed                                   a master, at 127.0.0.1:4053",
        "scalems worker --slots 4                       a worker for it, in another terminal",
        "scalems submit tasks.jsonl > results.jsonl     tasks for it, in a third one",
    ];

    /// <summary>Runs a command line.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        StandardStreams.Prepare();
        var parsed = Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not ExamplesHelp)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"scalems: {error.Message}");
            }

            await Console.Error.WriteLineAsync($"'{Path(parsed)} --help' shows the usage");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync($"scalems: {(error is ScaleMsException or ConfigurationException or IOException or UnauthorizedAccessException ? error.Message : error)}");
            return error is UsageException or InvalidConfigurationException or ConfigurationException or ModuleException or SoftwareCompatibilityException ? ExitCode.Usage : ExitCode.Failed;
        }
    }

    /// <summary>Reads a command line.</summary>
    internal static ParseResult Parse(string[] args) => Root().Parse(args);

    private static RootCommand Root()
    {
        var root = new RootCommand("Runs large numbers of tasks on this machine or on a cluster of workers.")
        {
            RunVerb.Create(),
            SeedVerb.Create(),
            WorkerVerb.Create(),
            SubmitVerb.Create(),
            ResultsVerb.Create(),
            HelloVerb.Create(),
            StatusVerb.Create(),
            ReportVerb.Create(),
            QueryVerb.Create(),
            WatchVerb.Create(),
            LogsVerb.Create(),
            TraceVerb.Create(),
            PageVerb.Create(),
            CancelVerb.Create(),
            FilesVerb.Create(),
            WorkersVerb.Create(),
            StopVerb.Create(),
            CertsVerb.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!, Examples);
        return root;
    }

    private static string Path(ParseResult parsed)
    {
        var path = "";
        for (var result = parsed.CommandResult; result.Command is Verb verb; result = (CommandResult)result.Parent!)
        {
            path = $" {verb.Name}{path}";
        }

        return $"scalems{path}";
    }
}
