using System.Runtime.CompilerServices;
using Akka.Configuration;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Embedded;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>Runs work items with a master and a worker in this process, one per slot at a time.</summary>
internal static class EnsembleRun
{
    /// <summary>Keeps standard output free for the results.</summary>
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka.loglevel = WARNING");

    /// <summary>Outcomes in order of completion, one per line.</summary>
    public static async IAsyncEnumerable<ReplicaOutcome> RunAsync(
        IReadOnlyList<WorkItemLine> lines, int slots, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = new List<(int Line, WorkItem Item)>(lines.Count);
        var malformed = new List<ReplicaOutcome>();
        foreach (var line in lines)
        {
            try
            {
                items.Add((line.Number, WorkItem.Parse(line.Text)));
            }
            catch (ProtocolException error)
            {
                malformed.Add(new ReplicaOutcome(line.Number, null, error.Message));
            }
        }

        foreach (var outcome in malformed)
        {
            yield return outcome;
        }

        await using var client = await EmbeddedScaleMs.StartAsync(slots, modules: [typeof(ArgonReplica).Assembly], config: Quiet);
        await foreach (var (index, record) in client.RunAsync(items.Select(static item => item.Item), cancellationToken))
        {
            yield return Outcome(items[index].Line, record);
        }
    }

    private static ReplicaOutcome Outcome(int line, TaskRecord record) => record.State == TaskState.Done
        ? new ReplicaOutcome(line, record.Value<ReplicaResult>(), null)
        : new ReplicaOutcome(line, null, record.Exception ?? record.State.ToString());
}
