using System.Diagnostics;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>The acceptance of a submission, traced only with its first batch: later batches are too many.</summary>
internal static class SubmissionActivity
{
    /// <summary>Whether there is a listener.</summary>
    public static bool Wanted => ScaleMsTelemetry.Activities.HasListeners();

    /// <summary>Starts the activity.</summary>
    /// <returns>To be disposed when the batch is accepted; null when the listener does not sample it.</returns>
    public static Activity? Start(string master, SubmitBatch batch)
    {
        var activity = ScaleMsTelemetry.Activities.StartActivity("scalems.submission.accept");
        if (activity is { IsAllDataRequested: true })
        {
            activity
                .SetTag(TelemetryTags.Master, master)
                .SetTag(TelemetryTags.Submission, batch.Submission.ToString())
                .SetTag(TelemetryTags.Tasks, batch.Tasks.IsDefault ? 0 : batch.Tasks.Length);
        }

        return activity;
    }
}
