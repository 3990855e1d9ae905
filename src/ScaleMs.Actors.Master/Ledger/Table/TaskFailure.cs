using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>A task's end in a few words, for reports and reasons.</summary>
internal static class TaskFailure
{
    public const int LongestName = 120;

    public static string NameOf(TaskState state, ReadOnlySpan<byte> outcome) => state switch
    {
        TaskState.Done => "ended well",
        TaskState.Canceled => "canceled",
        _ => NameOf(TaskOutcome.ParseOrError(outcome)),
    };

    public static string NameOf(TaskOutcome outcome) => outcome.ErrorType is { } type
        ? type[..Math.Min(type.Length, LongestName)]
        : outcome.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : "no reason was given";
}
