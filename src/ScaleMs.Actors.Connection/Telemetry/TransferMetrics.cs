using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScaleMs.Actors.Connection.Telemetry;

/// <summary>Large payloads and files that this process has received. Each is much larger than its measurement.</summary>
public static class TransferMetrics
{
    /// <summary>A file, fetched in pieces.</summary>
    public static readonly KeyValuePair<string, object?> File = new(TelemetryTags.Transfer, "file");

    /// <summary>A batch in chunks, by Akka.Remote.</summary>
    public static readonly KeyValuePair<string, object?> Chunks = new(TelemetryTags.Transfer, "chunks");

    /// <summary>A large frame of a direct connection.</summary>
    public static readonly KeyValuePair<string, object?> Direct = new(TelemetryTags.Transfer, "direct");

    // From 128 KiB on a fast network to tens of GiB on a slow one.
    private static readonly Histogram<double> Duration = ScaleMsTelemetry.Meter.CreateHistogram<double>(
        "scalems.transfer.duration", "s", "Time from the first to the last byte of a large payload or file.",
        advice: new() { HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000] });

    private static readonly Counter<long> Bytes = ScaleMsTelemetry.Meter.CreateCounter<long>(
        "scalems.transfer.io", "By", "Bytes of large payloads and files that were received.");

    /// <summary>All has arrived.</summary>
    /// <param name="kind">One of the above.</param>
    /// <param name="began">When it began to arrive, by <see cref="Stopwatch"/>.</param>
    /// <param name="bytes">Its size.</param>
    public static void Received(KeyValuePair<string, object?> kind, long began, long bytes)
    {
        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, kind);
        Bytes.Add(bytes, kind);
    }
}
