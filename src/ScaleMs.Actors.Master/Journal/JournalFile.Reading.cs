using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ScaleMs.Actors.Master.Journal;

internal sealed partial class JournalFile
{
    /// <summary>The live entries in order, each checked.</summary>
    /// <exception cref="JournalException">An entry is missing or has changed.</exception>
    public IEnumerable<JournalEntry> Read()
    {
        var expected = First;
        using var rows = Query();
        while (Next(rows, expected) is { } entry)
        {
            expected++;
            yield return entry;
        }

        if (expected <= Last)
        {
            throw Missing(expected, Last);
        }
    }

    /// <summary>A blob's length is in its row's header: the data is not read.</summary>
    private long BytesFrom(long first, long end) =>
        Number("SELECT ifnull(sum(length(data)), 0) FROM entry WHERE sequence >= $0 AND sequence < $1", first, end);

    private SqliteDataReader Query()
    {
        try
        {
            return Command("SELECT sequence, kind, crc, data FROM entry WHERE sequence >= $0 ORDER BY sequence", First).ExecuteReader();
        }
        catch (SqliteException error)
        {
            throw JournalFaults.Of(error, Path, "reading");
        }
    }

    private JournalEntry? Next(SqliteDataReader rows, long expected)
    {
        try
        {
            if (!rows.Read())
            {
                return null;
            }

            var sequence = rows.GetInt64(0);
            if (sequence != expected)
            {
                throw Missing(expected, sequence - 1);
            }

            var kind = rows.GetInt64(1);
            var data = rows.GetFieldValue<byte[]>(3);
            return kind is >= 0 and <= byte.MaxValue && rows.GetInt64(2) == JournalChecksum.Of(sequence, (byte)kind, data)
                ? new JournalEntry(sequence, (byte)kind, data)
                : throw JournalFaults.Damaged(Path, string.Create(CultureInfo.InvariantCulture, $"entry {sequence} does not match its checksum"));
        }
        catch (SqliteException error)
        {
            throw JournalFaults.Of(error, Path, string.Create(CultureInfo.InvariantCulture, $"reading entry {expected} of"));
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException)
        {
            throw JournalFaults.Damaged(Path, string.Create(CultureInfo.InvariantCulture, $"entry {expected}: {error.Message}"), error);
        }
    }

    private JournalException Missing(long first, long last) =>
        JournalFaults.Damaged(Path, string.Create(CultureInfo.InvariantCulture, $"entries {first} to {last} are missing"));
}
