using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>Chunks of a task's output.</summary>
internal static class TaskLogs
{
    private const int PieceLength = 64 * 1024;

    /// <summary>From a final record.</summary>
    public static TaskLog Of(ReadLog read, TaskState state, TaskOutcome outcome)
    {
        var stdout = Piece(outcome.Stdout, read.FromStdout);
        var stderr = Piece(outcome.Stderr, read.FromStderr);
        return new TaskLog
        {
            Id = read.Id,
            State = state,
            Stdout = stdout,
            Stderr = stderr,
            NextStdout = read.FromStdout + stdout.Length,
            NextStderr = read.FromStderr + stderr.Length,
        };
    }

    private static string Piece(string text, long from) => from < 0 || from >= text.Length
        ? ""
        : text.Substring((int)from, Math.Min(PieceLength, text.Length - (int)from));
}
