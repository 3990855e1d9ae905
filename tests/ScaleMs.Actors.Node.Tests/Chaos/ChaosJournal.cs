using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>Compares the master's journal after the run with the clients' results.</summary>
internal static class ChaosJournal
{
    public static IEnumerable<string> Violations(string path, IEnumerable<ChaosClient> clients)
    {
        var (ledger, journal) = LedgerState.Open(
            new JournalSettings(path), new LedgerLimits(int.MaxValue, int.MaxValue, long.MaxValue, long.MaxValue), TaskTimestamps.ToMicroseconds(DateTimeOffset.UtcNow));
        try
        {
            return [.. clients.SelectMany(client => Violations(ledger, client))];
        }
        finally
        {
            journal.Close();
        }
    }

    private static IEnumerable<string> Violations(LedgerState ledger, ChaosClient client)
    {
        for (var index = 0; index < client.Tasks.Count; index++)
        {
            var expected = client.Tasks[index];
            if (ledger.Tasks.Find(new TaskKey(client.Submission, index)) is not { } task)
            {
                yield return $"the journal does not know task {index} of {client.Submission}";
                continue;
            }

            var record = task.ToRecord();
            if (!record.State.ToString().Equals(expected.State, StringComparison.OrdinalIgnoreCase) || (expected.Value is { } value && record.ReturnValue?.GetInt64() != value))
            {
                yield return $"in the journal task {index} of {client.Submission} is {record.State} with {record.ReturnValue}: {expected}";
            }
        }
    }
}
