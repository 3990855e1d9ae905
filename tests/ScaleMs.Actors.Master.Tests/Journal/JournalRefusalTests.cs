using System.Globalization;
using Microsoft.Data.Sqlite;
using ScaleMs.Actors.Master.Journal;

namespace ScaleMs.Actors.Master.Tests.Journal;

public sealed class JournalRefusalTests : IDisposable
{
    private readonly JournalDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_journal_that_is_open_is_refused_and_its_owner_named()
    {
        using (_directory.Open())
        {
            Refused(
                $"the journal {_directory.Path} is open in process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} on {Environment.MachineName}");

            // The refusal leaves the owner's signature and lock as they are.
            Refused($"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} ");
        }

        _directory.Open().Dispose();
        Assert.Equal([_directory.Path], Directory.GetFiles(Path.GetDirectoryName(_directory.Path)!));
    }

    [Fact]
    public void A_full_disk_ends_the_writing_with_its_reason_and_loses_nothing_that_was_committed()
    {
        long committed;
        using (var store = JournalStore.Open(new JournalSettings(_directory.Path) { MaxPages = 64 }))
        {
            var writer = new CommitWatch(store);
            for (var n = 0; n < 100; n++)
            {
                store.Append(0, new byte[8_000]);
            }

            var failure = writer.Fails();
            Assert.Contains(_directory.Path, failure.Message, StringComparison.Ordinal);
            Assert.Contains("no space is left", failure.Message, StringComparison.Ordinal);

            store.Append(0, [1]);
            store.TrimBefore(50);
            committed = writer.Committed.LastOrDefault();
            store.Dispose();
            Assert.Single(writer.Failures);
        }

        Assert.Equal(committed, _directory.ReadAll().Count);
    }

    [Fact]
    public void Entries_that_do_not_fit_on_the_disk_at_the_close_are_reported()
    {
        var store = JournalStore.Open(new JournalSettings(_directory.Path) { MaxPages = 16 });
        store.Append(0, new byte[1 << 20]);

        var error = Assert.Throws<JournalException>(store.Dispose);

        Assert.Contains("writing entries 1 to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(_directory.Path, string.Concat(Enumerable.Repeat("these are somebody's notes\n", 400)));

        Refused($"{_directory.Path} is not a journal of this product");
        Assert.StartsWith("these are", File.ReadAllText(_directory.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_database_is_refused_and_left_as_it_is()
    {
        Execute("CREATE TABLE notes (text TEXT)");
        var before = File.ReadAllBytes(_directory.Path);

        Refused("it is a database of another program");
        Assert.Equal(before, File.ReadAllBytes(_directory.Path));
    }

    [Fact]
    public void A_journal_of_a_newer_format_is_refused()
    {
        _directory.Write([1]);
        Execute("PRAGMA user_version = 2");

        Refused("has format 2, this version reads 1");
    }

    [Fact]
    public void A_journal_with_other_tables_is_refused()
    {
        _directory.Write([1]);
        Execute("ALTER TABLE entry ADD COLUMN more TEXT");

        Refused("its tables are not those of a journal");
    }

    [Fact]
    public void A_missing_entry_is_named()
    {
        _directory.Write([1], [2], [3], [4]);
        Execute("DELETE FROM entry WHERE sequence = 2");

        var error = Assert.Throws<JournalException>(() => _directory.ReadAll());

        Assert.Contains("entries 2 to 2 are missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_its_journal_is_not_thrown_away()
    {
        File.WriteAllBytes($"{_directory.Path}-wal", [1, 2, 3]);

        Refused("exists without it");
        Assert.True(File.Exists($"{_directory.Path}-wal"));
    }

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(_directory.Path);

        Refused("is a directory; name a file");
    }

    [Fact]
    public void A_path_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(_directory.Of("file"), "");

        var error = Assert.Throws<JournalException>(() => JournalStore.Open(new JournalSettings(_directory.Of("file/below/journal"))));

        Assert.Contains("cannot be created", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directories_on_the_way_are_made()
    {
        JournalStore.Open(new JournalSettings(_directory.Of("a/b/journal"))).Dispose();

        Assert.True(File.Exists(_directory.Of("a/b/journal")));
    }

    private void Refused(string reason) =>
        Assert.Contains(reason, Assert.Throws<JournalException>(() => _directory.Open()).Message, StringComparison.Ordinal);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A literal of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
