using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ScaleMs.Actors.Master.Journal;

internal sealed partial class JournalFile
{
    // "SMsJ": distinguishes this file from every other SQLite database, https://sqlite.org/pragma.html#pragma_application_id
    private const int ApplicationId = 0x534D734A;
    private const int FormatVersion = 1;

    private const string EntryTable =
        "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, kind INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL)";

    private const string HeadTable =
        "CREATE TABLE head (id INTEGER PRIMARY KEY, identity BLOB NOT NULL, first INTEGER NOT NULL, crc INTEGER NOT NULL)";

    /// <summary>Opens or creates the journal, and checks it.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public static JournalFile Open(JournalSettings options)
    {
        var path = System.IO.Path.GetFullPath(options.Path);
        Prepare(path);
        var hadLog = File.Exists(JournalLog.FileOf(path));
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,

            // A pooled connection would keep the lock after it is closed.
            Pooling = false,

            // Seconds to wait for a lock; an owner that is about to end needs less.
            DefaultTimeout = 1,
        }.ToString());
        var file = new JournalFile(connection, path);
        try
        {
            connection.Open();
            file.LeaveLogAtClose(true);
            file.Configure(options, hadLog);
            file.CheckOrCreate();
            file.LeaveLogAtClose(false);
            JournalOwner.Sign(path);
            return file;
        }
        catch (Exception error)
        {
            // Not by Dispose: the owner file may belong to another process.
            connection.Dispose();
            throw error switch
            {
                SqliteException sqlite when JournalFaults.IsLocked(sqlite) => new JournalException(
                    $"the journal {path} is open in {JournalOwner.Name(path)}; stop that process first, or give this master its own path", error),
                SqliteException sqlite => JournalFaults.Of(sqlite, path, "opening"),
                IOException or UnauthorizedAccessException => new JournalException($"the log of the journal {path} cannot be read: {error.Message}", error),
                InvalidCastException or FormatException or OverflowException => JournalFaults.Damaged(path, error.Message, error),
                _ => error,
            };
        }
    }

    private static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be created: {error.Message}; name a path in a writable directory", error);
        }

        if (Directory.Exists(path))
        {
            throw new JournalException($"the journal {path} is a directory; name a file, such as {System.IO.Path.Combine(path, "scalems.journal")}");
        }

        // SQLite would take the log for a leftover and delete it.
        var (main, log) = (new FileInfo(path), new FileInfo(JournalLog.FileOf(path)));
        if (log is { Exists: true, Length: > 0 } && main is not { Exists: true, Length: > 0 })
        {
            throw JournalFaults.Damaged(path, $"{log.FullName} exists without it");
        }
    }

    /// <summary>Keeps a refused log unchanged for inspection.</summary>
    private void LeaveLogAtClose(bool leave) =>
        _ = raw.sqlite3_db_config(_connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0, out _);

    private void Configure(JournalSettings options, bool hadLog)
    {
        // Before the first access, so that the log's index lies in this process and no -shm file is needed.
        Run("PRAGMA locking_mode = EXCLUSIVE");
        Run("PRAGMA trusted_schema = OFF");
        Run("PRAGMA cell_size_check = ON");

        // Appends touch only the table's last pages and reads pass once: pages in a larger cache would not be read again.
        Run("PRAGMA cache_size = -8192");

        // A disk error while a mapped page is read is a signal that ends the process; a failed read() is a message.
        Run("PRAGMA mmap_size = 0");

        var found = Number("PRAGMA application_id");
        CheckLog(options, hadLog);
        if (found != ApplicationId)
        {
            if (Number("SELECT count(*) FROM sqlite_schema") != 0 || found != 0)
            {
                throw JournalFaults.NotOurs(Path, "it is a database of another program");
            }

            Run($"PRAGMA page_size = {PageSize}");

            // A file that has been large can be shrunk in steps, see Shrink.
            Run("PRAGMA auto_vacuum = INCREMENTAL");
        }

        var version = Number("PRAGMA user_version");
        if (version > FormatVersion)
        {
            throw new JournalException(
                string.Create(CultureInfo.InvariantCulture, $"the journal {Path} has format {version}, this version reads {FormatVersion}; use a newer version, or another path"));
        }

        Run("PRAGMA journal_mode = WAL");
        Run(options.SyncEveryCommit ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");

        // 16 MiB: pages that every commit rewrites reach the file only once per checkpoint, and a restart reads little back.
        Run("PRAGMA wal_autocheckpoint = 4096");

        // A log that one very large commit has grown shrinks to this size again.
        Run("PRAGMA journal_size_limit = 67108864");
        if (options.MaxPages > 0)
        {
            Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {options.MaxPages}"));
        }
    }

    /// <summary>From the first access on, this process holds the lock and owns the log.</summary>
    private void CheckLog(JournalSettings options, bool hadLog)
    {
        LogFinding = hadLog ? JournalLog.Finding(Path)
            : JournalOwner.WasLeft(Path) ? $"its log {JournalLog.FileOf(Path)} is missing, and it was not closed"
            : null;

        // Only if every commit was synced is it certain that no power cut caused this.
        if (LogFinding is not null && options.SyncEveryCommit)
        {
            throw JournalFaults.LogDamaged(Path, LogFinding);
        }
    }

    private void CheckOrCreate()
    {
        if (Number("PRAGMA application_id") == 0)
        {
            Create();
        }

        var finding = Command("PRAGMA quick_check(1)").ExecuteScalar() as string;
        if (finding != "ok")
        {
            throw JournalFaults.Damaged(Path, finding ?? "the check of its structure has no result");
        }

        if (Number("SELECT count(*) FROM sqlite_schema") != 2 || Number("SELECT count(*) FROM sqlite_schema WHERE sql IN ($0, $1)", EntryTable, HeadTable) != 2)
        {
            throw JournalFaults.Damaged(Path, "its tables are not those of a journal");
        }

        ReadHead();

        // Reports now, not at the first task, that the file cannot be written.
        Run("UPDATE head SET first = first");
    }

    /// <summary>In one transaction: the next start sees a half-created journal as an empty file.</summary>
    private void Create()
    {
        var identity = Guid.CreateVersion7().ToByteArray(bigEndian: true);
        Run("BEGIN IMMEDIATE");
        Run(EntryTable);
        Run(HeadTable);
        Run("INSERT INTO head VALUES (1, $0, 1, $1)", identity, (long)JournalChecksum.Of(1, 0, identity));
        Run($"PRAGMA application_id = {ApplicationId}");
        Run($"PRAGMA user_version = {FormatVersion}");
        Run("COMMIT");
    }

    private void ReadHead()
    {
        using (var row = Command("SELECT identity, first, crc FROM head").ExecuteReader())
        {
            if (!row.Read())
            {
                throw JournalFaults.Damaged(Path, "its head row is missing");
            }

            var identity = row.GetFieldValue<byte[]>(0);
            First = row.GetInt64(1);
            if (identity.Length != 16 || JournalChecksum.Of(First, 0, identity) != row.GetInt64(2))
            {
                throw JournalFaults.Damaged(Path, "its head row does not match its checksum");
            }

            Identity = new Guid(identity, bigEndian: true);
        }

        Last = Math.Max(First - 1, Number("SELECT ifnull(max(sequence), 0) FROM entry"));
        Bytes = BytesFrom(First, Last + 1);
    }
}
