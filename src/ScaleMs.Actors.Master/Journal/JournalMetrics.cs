using System.Diagnostics;
using System.Diagnostics.Metrics;
using ScaleMs.Actors.Connection.Telemetry;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>The commits of one master's journal. Used by the journal's writer only.</summary>
/// <param name="master">The master's uid.</param>
/// <param name="tracedShare">Share of the commits that are traced, 0 to 1.</param>
internal sealed class JournalMetrics(string master, double tracedShare = 1)
{
    // A commit waits for the disk: from a tenth of a millisecond to seconds on a stalled one.
    private static readonly Histogram<double> Duration = ScaleMsTelemetry.Meter.CreateHistogram<double>(
        "scalems.journal.commit.duration", "s", "Time that a commit took.", advice: new() { HistogramBucketBoundaries = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] });

    private static readonly Histogram<long> Entries = ScaleMsTelemetry.Meter.CreateHistogram<long>(
        "scalems.journal.commit.entries", "{entry}", "Entries that a commit wrote.", advice: new() { HistogramBucketBoundaries = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    private static readonly Counter<long> Bytes = ScaleMsTelemetry.Meter.CreateCounter<long>(
        "scalems.journal.io", "By", "Bytes of entries that were committed.");

    private readonly KeyValuePair<string, object?> _master = new(TelemetryTags.Master, master);
    private double _due;

    /// <summary>A commit begins.</summary>
    /// <returns>To be disposed at the commit's end; null without a listener, and for most commits.</returns>
    public Activity? Begin(IReadOnlyList<JournalEntry> entries)
    {
        _due += tracedShare;
        if (_due < 1)
        {
            return null;
        }

        _due--;
        var activity = ScaleMsTelemetry.Activities.StartActivity("scalems.journal.commit");
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(_master.Key, _master.Value).SetTag(TelemetryTags.Entries, entries.Count);
        }

        return activity;
    }

    public void Committed(IReadOnlyList<JournalEntry> entries, TimeSpan duration)
    {
        Duration.Record(duration.TotalSeconds, _master);
        Entries.Record(entries.Count, _master);
        if (Bytes.Enabled)
        {
            Bytes.Add(entries.Sum(static entry => (long)entry.Data.Length), _master);
        }
    }
}
