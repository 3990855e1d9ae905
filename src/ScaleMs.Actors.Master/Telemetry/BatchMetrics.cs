using System.Diagnostics.Metrics;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Telemetry;

/// <summary>
/// The batches that one master receives and sends, and the payloads in them: descriptions and outcomes of tasks, without what the
/// transport adds. Without a listener a batch costs three flag checks.
/// </summary>
internal sealed class BatchMetrics(string master)
{
    private static readonly Histogram<long> Rows = ScaleMsTelemetry.Meter.CreateHistogram<long>(
        "scalems.batch.tasks", "{task}", "Tasks in a batch.", advice: new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });

    // To 64 KiB for ordinary batches; a larger task is sent alone.
    private static readonly Histogram<long> Size = ScaleMsTelemetry.Meter.CreateHistogram<long>(
        "scalems.batch.size", "By", "Bytes of payload in a batch.", advice: new() { HistogramBucketBoundaries = [256, 1 << 10, 1 << 12, 1 << 14, 1 << 15, 1 << 16, 1 << 18, 1 << 20, 1 << 23, 1 << 26] });

    private static readonly Counter<long> Bytes = ScaleMsTelemetry.Meter.CreateCounter<long>(
        "scalems.payload.io", "By", "Bytes of payload that the master has received and sent.");

    private static readonly KeyValuePair<string, object?> Submit = new(TelemetryTags.Message, "submit");
    private static readonly KeyValuePair<string, object?> Assign = new(TelemetryTags.Message, "assign");
    private static readonly KeyValuePair<string, object?> Result = new(TelemetryTags.Message, "result");
    private static readonly KeyValuePair<string, object?> Receive = new(TelemetryTags.Direction, "receive");
    private static readonly KeyValuePair<string, object?> Transmit = new(TelemetryTags.Direction, "transmit");

    private readonly KeyValuePair<string, object?> _master = new(TelemetryTags.Master, master);

    private static bool IsOn => Rows.Enabled || Size.Enabled || Bytes.Enabled;

    public void Received(SubmitBatch batch)
    {
        if (IsOn && !batch.Tasks.IsDefault)
        {
            Record(batch.Tasks.Length, PayloadOf(batch.Tasks.AsSpan()), Submit, Receive);
        }
    }

    public void Received(ResultBatch batch)
    {
        if (IsOn)
        {
            Record(batch.Results.Length, PayloadOf(batch.Results.AsSpan()), Result, Receive);
        }
    }

    public void Sent(AssignBatch batch)
    {
        if (IsOn)
        {
            Record(batch.Tasks.Length, PayloadOf(batch.Tasks.AsSpan()), Assign, Transmit);
        }
    }

    public void Sent(ResultBatch batch)
    {
        if (IsOn)
        {
            Record(batch.Results.Length, PayloadOf(batch.Results.AsSpan()), Result, Transmit);
        }
    }

    private static long PayloadOf(ReadOnlySpan<TaskRow> rows)
    {
        var bytes = 0L;
        foreach (ref readonly var row in rows)
        {
            bytes += row.Payload.Length;
        }

        return bytes;
    }

    private static long PayloadOf(ReadOnlySpan<ResultRow> rows)
    {
        var bytes = 0L;
        foreach (ref readonly var row in rows)
        {
            bytes += row.Payload.Length;
        }

        return bytes;
    }

    private void Record(int rows, long bytes, KeyValuePair<string, object?> message, KeyValuePair<string, object?> direction)
    {
        Rows.Record(rows, _master, message, direction);
        Size.Record(bytes, _master, message, direction);
        Bytes.Add(bytes, _master, message, direction);
    }
}
