using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Tests.Guarantees;

/// <summary>The cost of a slow peer: Akka.NET has no flow control, so the product's own must hold.</summary>
public sealed class SlowPeerTests
{
    private const int Tasks = 1_000;
    private const int Size = 20_000;

    // The ledger's window, and the batch that fills it.
    private const long Window = (8 * 1024 * 1024) + BatchLimits.Bytes;

    [Fact]
    public async Task A_client_that_acknowledges_nothing_is_sent_no_more_than_its_window_and_the_rest_once_it_does()
    {
        await using var nodes = LoopbackNodes.Start();
        nodes.StartWorker();
        var client = nodes.Client();
        var (recorder, heard) = LoopbackNodes.Record(client);
        using var deadline = new CancellationTokenSource(LoopbackNodes.Patience);
        var (session, submission) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        MasterLocator.At(client, [nodes.Address]).Tell(new OpenSession(session, Cpi.ApiName, Cpi.WireVersion), recorder);
        var master = Assert.IsType<SessionOpened>(await heard.ReadAsync(deadline.Token)).Master;
        foreach (var rows in Enumerable.Range(0, Tasks).Select(index => SubmissionRows.One(Text(index), new TaskKey(submission, index))).Chunk(BatchLimits.Rows))
        {
            master.Tell(new SubmitBatch(session, submission, [.. rows]), recorder);
        }

        while ((await nodes.StatusAsync().WaitAsync(deadline.Token)).Counts[TaskState.Done] < Tasks)
        {
        }

        // All messages that the master sent before its answer arrive before this.
        await nodes.FarAsync(client, nodes.Master);
        var results = new Dictionary<TaskKey, ResultRow>();
        while (heard.TryRead(out var message))
        {
            Take(message, results);
        }

        Assert.InRange(results.Values.Sum(static row => (long)row.Payload.Length), 1, Window);
        Assert.InRange(results.Count, 1, Tasks - 1);

        Acknowledge(results.Values);
        while (results.Count < Tasks)
        {
            Acknowledge(Take(await heard.ReadAsync(deadline.Token), results));
        }

        void Acknowledge(IEnumerable<ResultRow> rows) => master.Tell(new ResultAck([.. rows.Select(static row => new AckRow(row.Key, row.Attempt))]), recorder);
    }

    private static WorkItem Text(int index) => WorkItem.Create(typeof(Work).FullName!, nameof(Work.Repeat), $"{index:D5}", Size / 5);

    private static ResultRow[] Take(object message, Dictionary<TaskKey, ResultRow> into)
    {
        var rows = message is ResultBatch batch ? batch.Results.ToArray() : [];
        foreach (var row in rows)
        {
            into[row.Key] = row;
        }

        return rows;
    }
}
