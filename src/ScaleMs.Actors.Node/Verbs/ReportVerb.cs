using System.CommandLine;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems report</c>: statistics of all tasks so far.</summary>
internal static class ReportVerb
{
    public static Verb Create()
    {
        var json = new Option<bool>("--json") { Description = "As one JSON object" };
        return new Verb("report", "Shows a summary of all tasks since the master was started.", "scalems report", "scalems report --json") { json }
            .Connects(async (client, parsed, interrupted) =>
            {
                var report = await client.ReportAsync(interrupted);
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(ContractText.Of(report));
                }
                else
                {
                    Console.Write(ReportText.Of(report));
                }

                return ExitCode.Done;
            });
    }
}
