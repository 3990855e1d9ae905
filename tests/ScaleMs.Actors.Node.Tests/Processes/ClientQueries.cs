using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>Queries of tests to a master.</summary>
internal static class ClientQueries
{
    public static async Task<MasterStatus> StatusAsync(this ScaleMsClient client) => (await client.QueryAsync(new Query { Limit = 0 })).Status;

    public static async Task<TaskRecord> RecordAsync(this ScaleMsClient client, string uid) =>
        Assert.Single((await client.QueryAsync(new Query { Ids = [uid] })).Records);

    /// <summary>Waits until a number of tasks are in a state.</summary>
    public static Task UntilAsync(this ScaleMsClient client, long count, TaskState state) =>
        client.UntilAsync(status => status.Counts[state] == count);

    /// <summary>Waits for a condition on the master's status.</summary>
    public static async Task UntilAsync(this ScaleMsClient client, Func<MasterStatus, bool> condition)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Long);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        MasterStatus status;
        while (!condition(status = await client.StatusAsync()))
        {
            try
            {
                await tick.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new InvalidOperationException(
                    $"it does not come so far; there are {string.Join(", ", status.Counts.Select(static count => $"{count.Value} {count.Key}"))}");
            }
        }
    }
}
