using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ScaleMs.Actors.Master.Journal;

internal sealed partial class JournalFile
{
    // Limit of the work that one commit does on the rows below First, about a millisecond, so that the next entries do not wait.
    private const int RowsPerSweep = 256;
    private const long BytesPerSweep = 8 << 20;
    private const int PagesPerShrink = 1024;

    // Freed pages are reused; a large file is shrunk only when nearly all of it is free.
    private const long FreePagesWorthShrinking = (64 << 20) / PageSize;

    private bool _swept;

    /// <summary>Whether <see cref="Commit"/> has work even without entries.</summary>
    public bool HasLeftovers => !_swept;

    /// <summary>Appends and trims in one transaction; deletes and frees a little of earlier trims.</summary>
    /// <param name="entries">In order, each one after <see cref="Last"/>.</param>
    /// <param name="first">Entries below are trimmed.</param>
    /// <exception cref="JournalException">Nothing was written.</exception>
    public void Commit(IReadOnlyList<JournalEntry> entries, long first)
    {
        try
        {
            Run("BEGIN IMMEDIATE");
            var (last, bytes) = (Last, Bytes);
            foreach (var entry in entries)
            {
                Insert(entry);
                last = entry.Sequence;
                bytes += entry.Data.Length;
            }

            first = Math.Max(First, Math.Min(first, last + 1));
            if (first > First)
            {
                bytes -= BytesFrom(First, first);
                var identity = Identity.ToByteArray(bigEndian: true);
                Run("UPDATE head SET first = $0, crc = $1", first, (long)JournalChecksum.Of(first, 0, identity));
            }

            var swept = Sweep(first) && Shrink();
            Run("COMMIT");
            (First, Last, Bytes, _swept) = (first, last, bytes, swept);
        }
        catch (SqliteException error)
        {
            Undo();
            throw JournalFaults.Of(
                error,
                Path,
                entries.Count == 0 ? "trimming" : string.Create(CultureInfo.InvariantCulture, $"writing entries {entries[0].Sequence} to {entries[^1].Sequence} to"));
        }
    }

    private void Insert(JournalEntry entry) => Run(
        "INSERT INTO entry VALUES ($0, $1, $2, $3)",
        entry.Sequence,
        (long)entry.Kind,
        (long)JournalChecksum.Of(entry.Sequence, entry.Kind, entry.Data.Span),
        entry.Data.ToArray());

    /// <summary>Deletes some of the rows below <paramref name="first"/>.</summary>
    /// <returns>Whether none is left.</returns>
    private bool Sweep(long first)
    {
        var (end, bytes, rows) = (0L, 0L, 0);
        using (var old = Command("SELECT sequence, length(data) FROM entry WHERE sequence < $0 ORDER BY sequence LIMIT $1", first, (long)RowsPerSweep).ExecuteReader())
        {
            while (bytes < BytesPerSweep && old.Read())
            {
                end = old.GetInt64(0);
                bytes += old.GetInt64(1);
                rows++;
            }
        }

        if (rows > 0)
        {
            Run("DELETE FROM entry WHERE sequence <= $0", end);
        }

        return rows < RowsPerSweep && bytes < BytesPerSweep;
    }

    /// <summary>Gives some free pages back to the file system.</summary>
    /// <returns>True when there are no more pages to give back.</returns>
    private bool Shrink()
    {
        var free = Number("PRAGMA freelist_count");
        if (free < FreePagesWorthShrinking || free < Number("PRAGMA page_count") / 4 * 3)
        {
            return true;
        }

        // A statement that returns a row for each page it moves must be read to its end.
        using var steps = Command($"PRAGMA incremental_vacuum({PagesPerShrink})").ExecuteReader();
        while (steps.Read())
        {
            // Its rows carry no data.
        }

        return false;
    }

    private void Undo()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, or the file is beyond repair and will be refused at the next start.
        }
    }
}
