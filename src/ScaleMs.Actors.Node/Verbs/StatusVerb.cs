using System.CommandLine;
using System.Globalization;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using Spectre.Console;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems status</c>: workers, slots, and tasks by state.</summary>
internal static class StatusVerb
{
    public static Verb Create()
    {
        var json = new Option<bool>("--json") { Description = "As one JSON object" };
        return new Verb("status", "Shows the master's workers, slots, and tasks by state.", "scalems status", "scalems status --json") { json }
            .Connects(async (client, parsed, interrupted) =>
            {
                var status = (await client.QueryAsync(new Query { Limit = 0 }, interrupted)).Status;
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(ContractText.Of(status));
                }
                else
                {
                    Show(status);
                }

                return ExitCode.Done;
            });
    }

    private static void Show(MasterStatus status)
    {
        var console = WorkerTable.Console();
        var slots = status.Workers.Sum(static worker => worker.Slots);
        console.WriteLine($"{status.Master}{(status.Stopping ? ", stopping" : "")}: {status.Workers.Length} workers, {slots} slots");
        console.WriteLine(string.Join(", ", status.Counts.Select(static count => $"{count.Value} {count.Key.ToString().ToUpperInvariant()}")));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{status.DuplicateHits} duplicates not run, {status.Retries} retries, {status.StaleResults} late results dropped; {(status.Journal is null ? "no journal" : $"journal {status.Journal}")}"));
        if (status.Workers.IsEmpty)
        {
            return;
        }

        var table = new Table().AddColumns("worker", "address", "runtimes", "slots", "resources", "running", "in flight", "finished", "reachable");
        foreach (var worker in status.Workers)
        {
            table.AddRow(
                Markup.Escape(worker.Name),
                Markup.Escape(worker.Address),
                Markup.Escape(string.Join(", ", worker.Runtimes)),
                worker.Slots.ToString(CultureInfo.InvariantCulture),
                WorkerTable.Resources(worker),
                worker.Running.ToString(CultureInfo.InvariantCulture),
                worker.InFlight.ToString(CultureInfo.InvariantCulture),
                worker.Finished.ToString(CultureInfo.InvariantCulture),
                worker.Reachable ? "yes" : "no");
        }

        console.Write(table);
    }
}
