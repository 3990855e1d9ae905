using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>Runs one task through the executors, as a slot does.</summary>
internal static class Run
{
    private static readonly TaskExecutors Executors = new(new ModuleCatalog([typeof(Run).Assembly, typeof(Samples.Work).Assembly]), new ExecutorSettings());

    public static async Task<Execution> ItemAsync(string json)
    {
        using var cancellation = new CancellationTokenSource();
        return await RowAsync(PayloadKind.WorkItem, json, cancellation.Token);
    }

    public static Task<Execution> DescriptionAsync(string json, CancellationToken cancellation = default) =>
        RowAsync(PayloadKind.Description, json, cancellation);

    /// <summary>Runs on another thread, because an executor may occupy the calling one.</summary>
    private static Task<Execution> RowAsync(PayloadKind kind, string json, CancellationToken cancellation) => Task.Run(
        async () => await RunRowAsync(kind, json, cancellation), CancellationToken.None);

    private static ValueTask<Execution> RunRowAsync(PayloadKind kind, string json, CancellationToken cancellation) => Executors.RunAsync(
        new TaskRow
        {
            Key = new TaskKey(Guid.Empty, 0),
            Uid = TaskUid.Parse("the-task"),
            Attempt = 1,
            Slots = 1,
            Kind = kind,
            Payload = Encoding.UTF8.GetBytes(json),
        },
        Executors.NewOutput(),
        cancellation);
}
