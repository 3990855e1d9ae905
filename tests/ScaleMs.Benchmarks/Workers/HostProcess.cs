using System.Globalization;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>A process with several workers, see <see cref="SystemsHost"/>.</summary>
internal sealed class HostProcess(NodeProcess process, int count) : IDisposable
{
    public int Id => process.Id;

    public int Count => count;

    /// <summary>Starts it, and does not wait.</summary>
    public static HostProcess Start(int port, int first, int count, int stretch, string? config)
    {
        var assembly = typeof(HostProcess).Assembly.Location;
        var host = Path.ChangeExtension(assembly, null);
        return new(NodeProcess.Start(
            host, string.Create(CultureInfo.InvariantCulture, $"host --seed 127.0.0.1:{port} --first {first} --count {count} --stretch {stretch}{ConfigArgument(config)}"), SystemsHost.AllUp), count);
    }

    public Task ReadyAsync(TimeSpan patience) => process.ReadyAsync(patience);

    public ProcessUsage Usage() => process.Usage();

    /// <summary>When that became of each worker, in milliseconds since 1970-01-01 UTC.</summary>
    public Dictionary<string, long> Times(string what) => process.Lines
        .Select(static line => line.Split(' '))
        .Where(parts => parts.Length == 3 && parts[0] == what)
        .GroupBy(static parts => parts[1])
        .ToDictionary(static parts => parts.Key, static parts => long.Parse(parts.First()[2], CultureInfo.InvariantCulture));

    public void Dispose() => process.Dispose();
}
