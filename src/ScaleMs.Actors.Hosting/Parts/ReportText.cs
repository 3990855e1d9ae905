using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>A session's report as readable text.</summary>
public static class ReportText
{
    private const int MostFailures = 20;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Of(SessionReport report)
    {
        var text = new StringBuilder();
        var elapsed = report.Reported - report.Started;
        text.AppendLine(Culture, $"{report.Master}, {report.Started.ToLocalTime():yyyy-MM-dd HH:mm:ss} to {report.Reported.ToLocalTime():yyyy-MM-dd HH:mm:ss} ({Duration(elapsed.TotalSeconds)})");
        AddCounts(text, report, elapsed);
        AddFailures(text, report);
        AddWorkers(text, report);
        return text.ToString();
    }

    private static void AddCounts(StringBuilder text, SessionReport report, TimeSpan elapsed)
    {
        text.Append(Culture, $"{report.Accepted:N0} tasks accepted");
        if (report.Recovered > 0)
        {
            text.Append(Culture, $", of which {report.Recovered:N0} were recovered from the journal");
        }

        long Count(TaskState state) => report.Counts.GetValueOrDefault(state);
        var unfinished = report.Counts.Where(static count => !count.Key.IsFinal()).Sum(static count => count.Value);
        text.Append(Culture, $": {Count(TaskState.Done):N0} done, {Count(TaskState.Failed):N0} failed, {Count(TaskState.Canceled):N0} canceled");
        text.AppendLine(unfinished > 0 ? string.Create(Culture, $", {unfinished:N0} not finished") : "");

        var ran = report.Workers.Values.Sum(static worker => worker.Done + worker.Failed);
        if (ran > 0)
        {
            text.AppendLine(
                Culture,
                $"{ran:N0} of them ran on workers, {ran / Math.Max(elapsed.TotalSeconds, 1e-3):N1} a second: {Duration(report.RunSeconds)} in all, {Duration(report.RunSeconds / ran)} on average, the longest {Duration(report.LongestRunSeconds)}; waited {Duration(report.MeanWaitSeconds)} on average");
        }

        text.AppendLine(Culture, $"{report.DuplicateHits:N0} duplicates were not run, {report.Retries:N0} attempts were retries, {report.StaleResults:N0} late results were dropped");
    }

    private static void AddFailures(StringBuilder text, SessionReport report)
    {
        if (report.Failures.IsEmpty)
        {
            return;
        }

        text.AppendLine().AppendLine("failures");
        foreach (var (kind, count) in report.Failures.OrderByDescending(static failure => failure.Value).Take(MostFailures))
        {
            text.AppendLine(Culture, $"  {count,9:N0}  {kind.ReplaceLineEndings(" ")}");
        }

        if (report.Failures.Count > MostFailures)
        {
            text.AppendLine(Culture, $"  ... and {report.Failures.Count - MostFailures:N0} more kinds");
        }
    }

    private static void AddWorkers(StringBuilder text, SessionReport report)
    {
        if (report.Workers.IsEmpty)
        {
            return;
        }

        var width = Math.Max("worker".Length, report.Workers.Keys.Max(static name => name.Length));
        text.AppendLine().AppendLine(Culture, $"{"worker".PadRight(width)}  {"done",9}  {"failed",9}  {"canceled",9}  {"lost",9}  {"run time",9}");
        foreach (var (name, worker) in report.Workers)
        {
            text.AppendLine(Culture, $"{name.PadRight(width)}  {worker.Done,9:N0}  {worker.Failed,9:N0}  {worker.Canceled,9:N0}  {worker.Lost,9:N0}  {Duration(worker.RunSeconds),9}");
        }
    }

    /// <summary>In units that suit its size.</summary>
    private static string Duration(double seconds) => seconds switch
    {
        < 0.0995 => string.Create(Culture, $"{seconds * 1000:0.#} ms"),
        < 99.5 => string.Create(Culture, $"{seconds:0.0#} s"),
        < 6000 => string.Create(Culture, $"{Math.Floor(seconds / 60):0} min {Math.Floor(seconds % 60):00} s"),
        _ => string.Create(Culture, $"{Math.Floor(seconds / 3600):N0} h {Math.Floor(seconds % 3600 / 60):00} min"),
    };
}
