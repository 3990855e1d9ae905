using System.Runtime.CompilerServices;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Http.Api;

/// <summary>Results that are there.</summary>
internal static class FinalResults
{
    private const int Page = 1_000;

    /// <summary>Records of a submission's tasks that have ended, by index.</summary>
    public static async IAsyncEnumerable<FinishedTask> FinalAsync(this ScaleMsClient client, Guid submission, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var query = new Query { Submission = submission, Limit = Page };
        do
        {
            var reply = await client.QueryAsync(query, stop).ConfigureAwait(false);
            foreach (var record in reply.Records.Where(static record => record.State.IsFinal()))
            {
                yield return new FinishedTask(record.Index ?? 0, record);
            }

            query = query with { After = reply.Next };
        }
        while (query.After is not null);
    }
}
