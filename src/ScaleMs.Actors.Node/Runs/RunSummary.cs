using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>What is said at the end of a run.</summary>
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

        text.AppendLine();
        var failures = counts.Failures;
        foreach (var (line, reason) in failures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  line {line}: {Short(reason)}");
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
