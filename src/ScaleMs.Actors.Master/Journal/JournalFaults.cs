using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>Explains a database error to the operator of the master.</summary>
internal static class JournalFaults
{
    // Primary result codes, https://sqlite.org/rescode.html
    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    // An extended result code. The system's own error is not available: an exhausted quota looks like a failing disk.
    private const int CannotWrite = 778;

    /// <summary>Another process has the journal open, or this one.</summary>
    public static bool IsLocked(SqliteException error) => error.SqliteErrorCode is Busy or Locked;

    public static JournalException Of(SqliteException error, string path, string doing) => error.SqliteErrorCode switch
    {
        Full => new JournalException(
            $"{doing} the journal {path}: no space is left ({error.Message}); make room on that disk and start again, nothing that was acknowledged is lost", error),
        Perm or ReadOnly or CannotOpen => new JournalException(
            $"{doing} the journal {path}: it cannot be written ({error.Message}); it and its directory must be writable for this user", error),
        _ when error.SqliteExtendedErrorCode == CannotWrite => new JournalException(
            $"{doing} the journal {path}: {error.Message}; no space is left in a quota or within the largest size of a file, or the disk failed. "
            + "Make room and start again, nothing that was acknowledged is lost", error),
        NotADatabase => NotOurs(path, "it is not a database", error),
        Corrupt => Damaged(path, error.Message, error),
        _ => new JournalException(
            string.Create(CultureInfo.InvariantCulture, $"{doing} the journal {path}: {error.Message} (code {error.SqliteExtendedErrorCode}); the disk or its driver failed"), error),
    };

    public static JournalException Damaged(string path, string finding, Exception? inner = null) =>
        new($"the journal {path} is damaged: {finding}; put a copy of it in its place, or move it and its -wal file away to start without it", inner);

    public static JournalException LogDamaged(string path, string finding) => new(
        $"the journal {path} is damaged: {finding}; put a copy of both files in their place, or start once with scalems.journal-sync = normal to continue with the intact commits; the commits after the damage are then lost");

    public static JournalException NotOurs(string path, string finding, Exception? inner = null) =>
        new($"{path} is not a journal of this product: {finding}; name another path", inner);
}
