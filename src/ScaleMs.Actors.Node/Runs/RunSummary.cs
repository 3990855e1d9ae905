using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>The summary at the end of a run.</summary>
internal static class RunSummary
{
    private const int LongestReason = 400;

    public static string Of(RunCounts counts, TimeSpan elapsed)
    {
        var text = new StringBuilder();
        var rate = counts.Ended / Math.Max(elapsed.TotalSeconds, 1e-3);
        text.Append(CultureInfo.InvariantCulture, $"{counts.Ended} tasks in {Duration(elapsed)} ({rate:0} a second): {counts.Done} done, {counts.Failed} failed, {counts.Canceled} canceled");
        if (counts.Read > counts.Ended)
        {
            text.Append(CultureInfo.InvariantCulture, $", {counts.Read - counts.Ended} unknown");
        }

        return AddFailures(text.AppendLine(), counts);
    }

    /// <summary>Summary of results fetched later.</summary>
    public static string OfResults(RunCounts counts)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{counts.Ended} results: {counts.Done} done, {counts.Failed} failed, {counts.Canceled} canceled");
        if (counts.Read > counts.Ended)
        {
            text.Append(CultureInfo.InvariantCulture, $"; {counts.Read - counts.Ended} tasks are not final yet");
        }

        return AddFailures(text.AppendLine(), counts);
    }

    /// <summary>Summary of a detached submission.</summary>
    public static string OfAccepted(RunCounts counts, Guid submission)
    {
        var text = new StringBuilder();
        if (counts.Read > counts.Ended)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{counts.Read - counts.Ended} tasks accepted; 'scalems results {submission}' gets the results");
        }
        else
        {
            text.AppendLine("no task was accepted, so there is no submission");
        }

        return AddFailures(text, counts);
    }

    private static string AddFailures(StringBuilder text, RunCounts counts)
    {
        var failures = counts.Failures;
        foreach (var (place, reason) in failures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {place}: {Short(reason)}");
        }

        if (counts.Failed > failures.Count)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  ... and {counts.Failed - failures.Count} more failures");
        }

        return text.ToString();
    }

    private static string Duration(TimeSpan elapsed) => elapsed.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.00} s")
        : elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Short(string reason)
    {
        var line = reason.ReplaceLineEndings(" ");
        return line.Length <= LongestReason ? line : $"{line[..LongestReason]}...";
    }
}
