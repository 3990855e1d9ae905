using System.Diagnostics;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Benchmarks.Nodes;

/// <summary>Runs tasks of which none may fail or be missing.</summary>
internal static class EveryTask
{
    /// <summary>Runs them.</summary>
    /// <returns>The time until the last result.</returns>
    /// <exception cref="InvalidOperationException">A task is not DONE, or has not exactly one result.</exception>
    public static async Task<TimeSpan> RunAsync(ScaleMsClient client, int count, Func<TaskInput> make)
    {
        var clock = Stopwatch.StartNew();
        var seen = new bool[count];
        await foreach (var (index, record) in client.RunAsync(Enumerable.Range(0, count).Select(_ => make())))
        {
            if (record.State != TaskState.Done || seen[index])
            {
                throw new InvalidOperationException($"task {index} is {record.State}, {(seen[index] ? "again" : record.Exception)}");
            }

            seen[index] = true;
        }

        return Array.TrueForAll(seen, static s => s) ? clock.Elapsed : throw new InvalidOperationException("results are missing");
    }
}
