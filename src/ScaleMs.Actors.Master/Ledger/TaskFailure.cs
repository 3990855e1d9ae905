using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>What a task's end is called in reports and reasons: the first words of its error.</summary>
internal static class TaskFailure
{
    private const int LongestKind = 120;

    public static string KindOf(TaskState state, ReadOnlySpan<byte> outcome) => state switch
    {
        TaskState.Done => "ended well",
        TaskState.Canceled => "canceled",
        _ => KindOf(TaskOutcome.ParseOrError(outcome)),
    };

    public static string KindOf(TaskOutcome outcome)
    {
        if (outcome.Exception is { Length: > 0 } exception)
        {
            var colon = exception.AsSpan(0, Math.Min(exception.Length, LongestKind)).IndexOf(':');
            return colon > 0 ? exception[..colon] : exception[..Math.Min(exception.Length, LongestKind)];
        }

        return outcome.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : "no reason was given";
    }
}
