using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>
/// Outcomes in journal entries of versions 1 and 2, where only the words before an error's first colon gave its kind. The
/// only place that reads them; current outcomes carry their <see cref="ErrorKind"/>.
/// </summary>
internal static class UntypedOutcome
{
    private static readonly Dictionary<string, ErrorType> Known = new ErrorType[]
    {
        ErrorType.InvalidTask, ErrorType.UnknownMode, ErrorType.ResultNotSerializable, ErrorType.UnreadableOutcome, ErrorType.CannotStart,
        ErrorType.PreparationFailed, ErrorType.ResultTooLarge, ErrorType.InputsTooLarge, ErrorType.InsufficientResources, ErrorType.Refused,
        ErrorType.Canceled, ErrorType.Timeout, ErrorType.ProcessExit, ErrorType.ProcessCrash, ErrorType.WorkerLost, ErrorType.DependencyFailed,
    }.ToDictionary(static type => type.Name);

    /// <summary>The outcome with the kind of its error.</summary>
    public static ReadOnlyMemory<byte> WithKind(TaskState state, ReadOnlyMemory<byte> outcome)
    {
        if (state is not (TaskState.Failed or TaskState.Canceled))
        {
            return outcome;
        }

        var read = TaskOutcome.ParseOrError(outcome.Span);
        if (read.ErrorKind is not null)
        {
            return outcome;
        }

        var name = NameOf(read.Exception);
        var type = name is null ? null : Known.GetValueOrDefault(name);
        return (read with { ErrorType = name, ErrorKind = type?.Kind ?? (state == TaskState.Canceled ? ErrorKind.Canceled : ErrorKind.UserError) }).ToUtf8Json();
    }

    private static string? NameOf(string? exception)
    {
        if (exception is not { Length: > 0 })
        {
            return null;
        }

        var head = exception[..Math.Min(exception.Length, TaskFailure.LongestName)];
        return head.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? head[..colon] : head;
    }
}
