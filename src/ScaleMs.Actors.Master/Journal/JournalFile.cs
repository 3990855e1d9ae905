using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>
/// The database: one table of entries, and one row with their owner's identity and their first sequence. For one thread at a time.
/// </summary>
internal sealed partial class JournalFile : IDisposable
{
    /// <summary>The block size of disks and file systems: a commit writes one or two blocks besides its data.</summary>
    public const int PageSize = 4096;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    private JournalFile(SqliteConnection connection, string path)
    {
        _connection = connection;
        Path = path;
    }

    public string Path { get; }

    public Guid Identity { get; private set; }

    /// <summary>Sequence of the oldest live entry, or of the next one if there is none. Rows below it are yet to be deleted.</summary>
    public long First { get; private set; }

    /// <summary>Sequence of the newest entry that is committed.</summary>
    public long Last { get; private set; }

    /// <summary>Data bytes of the live entries.</summary>
    public long Bytes { get; private set; }

    /// <summary>The damage in the last owner's log, if it is accepted all the same; null = none.</summary>
    public string? LogFinding { get; private set; }

    /// <summary>Leaves the database without a <c>-wal</c> file, if the disk allows it.</summary>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        // In this order: a signature without a log means that the log was removed.
        JournalOwner.Leave(Path);
        _connection.Dispose();
    }

    private long Number(string sql, params ReadOnlySpan<object> values) =>
        Convert.ToInt64(Command(sql, values).ExecuteScalar(), CultureInfo.InvariantCulture);

    private void Run(string sql, params ReadOnlySpan<object> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Prepares a statement once; <c>$0</c>, <c>$1</c> … are its parameters.</summary>
    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a literal in this class.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", values[i]));
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
