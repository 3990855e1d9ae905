using Akka.Configuration;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Embedded;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests;

/// <summary>Clients with a master and a worker of their own, for these tests.</summary>
internal static class Embedded
{
    /// <summary>Longer than any of these tests takes on a busy machine.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    public static Task<ScaleMsClient> StartAsync(int slots = 2, string config = "") => EmbeddedScaleMs.StartAsync(
        slots,
        modules: [typeof(Work).Assembly],
        config: ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString("akka.loglevel = WARNING")));

    public static WorkItem Echo(int number, int milliseconds = 0) => WorkItem.Call(() => Work.Echo(number, milliseconds, CancellationToken.None)).Item;

    public static async Task<List<FinishedTask>> AllAsync(this IAsyncEnumerable<FinishedTask> tasks)
    {
        var all = new List<FinishedTask>();
        await foreach (var task in tasks)
        {
            all.Add(task);
        }

        return all;
    }
}
