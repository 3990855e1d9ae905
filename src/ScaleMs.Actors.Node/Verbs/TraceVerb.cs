using System.CommandLine;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Profiles;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems trace</c>: when and where the tasks of a submission ran.</summary>
internal static class TraceVerb
{
    private const string Csv = "csv";

    public static Verb Create()
    {
        var submission = SubmissionOption.Argument("The submission's id, as printed by 'scalems submit' when it started");
        var output = new Option<string?>("--output", "-o") { Description = "Write to this file instead of standard output", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "chrome: for Perfetto (ui.perfetto.dev) or chrome://tracing. csv: the columns of RADICAL-Pilot's profiles", HelpName = "FORMAT", DefaultValueFactory = static _ => "chrome" };
        format.AcceptOnlyFromAmong("chrome", Csv);
        return new Verb(
            "trace",
            "Writes when and on which worker the tasks of a submission ran, from the master's records.",
            "scalems trace 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11 --output trace.json",
            "scalems trace 019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11 --format csv | sort -t, -n > profile.csv")
        {
            submission,
            output,
            format,
        }.Connects(
            async (client, parsed, interrupted) =>
            {
                await using var stream = StandardStreams.OpenOutput(parsed.GetValue(output));
                using IProfile profile = parsed.GetValue(format) == Csv ? new RaptorProfile(stream) : new ChromeTrace(stream);
                var read = new SubmissionProfile(profile);
                var id = parsed.GetRequiredValue(submission)!.Value;
                await read.ReadAsync(client, id, interrupted);
                await Console.Error.WriteLineAsync(read.Tasks == 0 ? $"scalems: the master has no task of submission {id}" : $"{read.Tasks} tasks, {read.NotRun} of them did not run");
                return read.Tasks == 0 ? ExitCode.Failed : ExitCode.Done;
            },
            (parsed, used) =>
            {
                used.Refuse(parsed.GetValue(output));
                if (parsed.GetValue(output) is null)
                {
                    StandardStreams.RequireOutput("--output FILE writes to a file");
                }
            });
    }
}
