using System.Diagnostics;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Results;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Fetches the results of a submission made by another process.</summary>
internal sealed class ResultsRun(ScaleMsClient client, Guid submission, ResultFile results, RunCounts counts)
{
    private const int Page = 1_000;

    // A killed client counts as connected until the master's failure detector notices.
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Fetches all results; waits for unfinished tasks.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await TakeAsync(stop);
                return;
            }
            catch (RefusedException) when (counts.Read == 0 && Stopwatch.GetElapsedTime(begun) < ClientPatience)
            {
                if ((await client.QueryAsync(new Query { Submission = submission, Limit = 1 }, stop)).Records.IsEmpty)
                {
                    throw;
                }

                await Task.Delay(Retry, stop);
            }
        }
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        try
        {
            await using var finished = client.ResultsAsync(submission, stop).GetAsyncEnumerator(stop);
            while (true)
            {
                var next = finished.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    results.Flush();
                }

                if (!await next)
                {
                    return;
                }

                _ = counts.AddRead();
                var record = finished.Current.Record;
                Add(finished.Current.Index, finished.Current.Index, ClientOutputs.MayBeIn(record) ? await ClientOutputs.GetAsync(client, record, stop) : record);
            }
        }
        finally
        {
            results.Flush();
        }
    }

    /// <summary>Fetches the available results.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        var highest = -1;
        await foreach (var page in client.PagesAsync(new Query { Submission = submission, Limit = Page }, stop))
        {
            foreach (var record in page.Records)
            {
                var sequence = counts.AddRead();
                highest = record.Index ?? highest;
                if (record.State.IsFinal())
                {
                    Add(sequence, record.Index ?? sequence, record);
                }
            }
        }

        results.Flush();
        if (counts.Read == 0)
        {
            throw new RefusedException($"the master has no submission {submission}, or has evicted its results (scalems.master.retain)");
        }

        if (highest + 1 - counts.Read is > 0 and var missing)
        {
            throw new RefusedException(ScaleMsClient.Missing((int)missing, highest + 1));
        }
    }

    private void Add(int sequence, int index, TaskRecord record)
    {
        var place = ResultPlace.OfIndex(index);
        counts.Add(place, record);
        results.Add(sequence, place, record);
    }
}
