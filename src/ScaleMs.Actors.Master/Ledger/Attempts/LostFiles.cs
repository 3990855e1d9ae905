using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Attempts;

/// <summary>Results of attempts that did not find a file which they need. Pure.</summary>
internal static class LostFiles
{
    private const int LongestReason = 2_000;

    /// <summary>The keys of the files; empty = the attempt ended in another way.</summary>
    public static ImmutableArray<string> In(in ResultRow row)
    {
        if (row.State != TaskState.Failed || row.Payload.Span.IndexOf("\"lost_files\""u8) < 0)
        {
            return [];
        }

        var outcome = TaskOutcome.ParseOrError(row.Payload.Span);
        return outcome.ErrorKind == ErrorType.FileLost.Kind && outcome.ErrorType == ErrorType.FileLost.Name ? outcome.LostFiles : [];
    }

    /// <summary>The outcome of a task whose files are not made again.</summary>
    /// <param name="row">What the worker reported.</param>
    /// <param name="reason">Why they are not.</param>
    public static byte[] Outcome(in ResultRow row, string reason) => TaskOutcome.ParseOrError(row.Payload.Span).With(ErrorType.FileLost, reason).ToUtf8Json();

    /// <summary>Why a task fails: the file, and what became of the task that made it.</summary>
    public static string Reason(string file, string maker) =>
        $"no copy of file {file} is left; {maker}" is var text && text.Length > LongestReason ? $"{text[..LongestReason]}..." : text;
}
