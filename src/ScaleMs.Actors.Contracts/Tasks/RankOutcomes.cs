using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Makes one outcome of those of several ranks: return values as a list in rank order, outputs one after another, the highest exit code, and
/// the error of each rank that has one.
/// </summary>
public static class RankOutcomes
{
    /// <summary>The outcome of consecutive ranks.</summary>
    /// <param name="first">The first rank.</param>
    /// <param name="ranks">State and outcome of each.</param>
    public static (TaskState State, TaskOutcome Outcome) OfRanks(int first, ImmutableArray<(TaskState State, TaskOutcome Outcome)> ranks) => Merged(
        ranks,
        JsonSerializer.SerializeToElement(ranks.Select(static rank => rank.Outcome.ReturnValue)),
        outcome => Lines(ranks.Select((rank, i) => outcome(rank.Outcome) is { } text ? string.Create(CultureInfo.InvariantCulture, $"rank {first + i}: {text}") : null)));

    /// <summary>The outcome of a task from the outcomes of <see cref="OfRanks"/> for all its ranks.</summary>
    /// <param name="parts">In rank order.</param>
    public static (TaskState State, TaskOutcome Outcome) Joined(ImmutableArray<(TaskState State, TaskOutcome Outcome)> parts) => Merged(
        parts,
        parts.All(static part => part.Outcome.ReturnValue is null)
            ? null
            : JsonSerializer.SerializeToElement(parts.SelectMany(static part => part.Outcome.ReturnValue is { ValueKind: JsonValueKind.Array } values ? values.EnumerateArray() : default)),
        outcome => Lines(parts.Select(part => outcome(part.Outcome)).Distinct()));

    private static (TaskState State, TaskOutcome Outcome) Merged(
        ImmutableArray<(TaskState State, TaskOutcome Outcome)> parts, JsonElement? values, Func<Func<TaskOutcome, string?>, string?> texts)
    {
        var state = parts.Any(static part => part.State == TaskState.Failed) ? TaskState.Failed
            : parts.Any(static part => part.State == TaskState.Canceled) ? TaskState.Canceled
            : TaskState.Done;
        var cause = CauseOf(parts);
        return (state, new TaskOutcome
        {
            ReturnValue = values,
            Stdout = string.Concat(parts.Select(static part => part.Outcome.Stdout)),
            Stderr = string.Concat(parts.Select(static part => part.Outcome.Stderr)),
            ExitCode = parts.Max(static part => part.Outcome.ExitCode),
            ErrorKind = cause?.ErrorKind == ErrorKind.Crash ? ErrorKind.RankLost : cause?.ErrorKind,
            ErrorType = cause?.ErrorType,
            Exception = texts(static outcome => outcome.Exception ?? ExitCode(outcome)),
            ExceptionDetail = texts(static outcome => outcome.ExceptionDetail),
        });
    }

    /// <summary>The first error that is not only the end of a rank because of another one.</summary>
    private static TaskOutcome? CauseOf(ImmutableArray<(TaskState State, TaskOutcome Outcome)> parts)
    {
        var failed = parts.Where(static part => part.State == TaskState.Failed).Select(static part => part.Outcome).ToList();
        return failed.Find(static outcome => outcome.ErrorKind != ErrorKind.RankLost) ?? failed.FirstOrDefault()
            ?? parts.Select(static part => part.Outcome).FirstOrDefault(static outcome => outcome.ErrorKind is not null);
    }

    /// <summary>A failed program has no exception; the message still has to show its rank.</summary>
    private static string? ExitCode(TaskOutcome outcome) =>
        outcome.ExitCode is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : null;

    private static string? Lines(IEnumerable<string?> texts)
    {
        var lines = texts.OfType<string>().ToArray();
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }
}
