using ScaleMs.Actors.Master.Journal;

namespace ScaleMs.Actors.Master.Tests.Journal;

public sealed class JournalRecoveryTests : IDisposable
{
    private const int Entries = 60;

    private readonly JournalDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_a_proper_end_nothing_that_was_committed_is_lost()
    {
        using var store = OpenWithACommitForEachEntry();
        using var copy = _directory.Copy();

        Assert.Equal(Whole(Entries), copy.ReadAll());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_cut_off_anywhere_opens_to_a_whole_commit(bool syncEveryCommit)
    {
        using var store = OpenWithACommitForEachEntry();
        var seen = new HashSet<int>();
        var length = new FileInfo($"{_directory.Path}-wal").Length;
        for (var at = length; at > 0; at -= length / 40)
        {
            using var copy = _directory.Copy();
            using (var log = File.OpenWrite($"{copy.Path}-wal"))
            {
                log.SetLength(at);
            }

            seen.Add(OpensToAWholeCommit(copy, syncEveryCommit));
        }

        Assert.True(seen.Count > 20, string.Join(", ", seen));
    }

    [Fact]
    public void Garbage_at_the_end_of_the_log_is_left_out()
    {
        using var store = OpenWithACommitForEachEntry();
        for (var tail = 1; tail < 40_000; tail += 3_001)
        {
            using var copy = _directory.Copy();
            using (var log = File.Open($"{copy.Path}-wal", FileMode.Open))
            {
                var garbage = new byte[tail];
                new Random(tail).NextBytes(garbage);
                log.Seek(-tail, SeekOrigin.End);
                log.Write(garbage);
            }

            Assert.InRange(OpensToAWholeCommit(copy), Entries - 15, Entries - 1);
        }
    }

    [Fact]
    public void A_changed_byte_in_the_log_costs_the_last_commit_at_most_or_the_start()
    {
        using var store = OpenWithACommitForEachEntry();
        var length = (int)new FileInfo($"{_directory.Path}-wal").Length;
        var random = new Random(20261122);
        var refused = 0;
        for (var round = 0; round < 200; round++)
        {
            using var copy = _directory.Copy();
            ChangeByte($"{copy.Path}-wal", round < 32 ? round : random.Next(length));
            var log = File.ReadAllBytes($"{copy.Path}-wal");
            try
            {
                Assert.InRange(OpensToAWholeCommit(copy, syncEveryCommit: true), Entries - 1, Entries);
            }
            catch (JournalException error)
            {
                Assert.StartsWith($"the journal {copy.Path} is damaged: ", error.Message, StringComparison.Ordinal);
                Assert.Equal(log, File.ReadAllBytes($"{copy.Path}-wal"));
                refused++;
            }
        }

        Assert.InRange(refused, 150, 200);
    }

    [Fact]
    public void Who_asks_for_it_gets_what_lies_before_the_damage_in_a_log_and_is_told()
    {
        using var store = OpenWithACommitForEachEntry();
        using var copy = _directory.Copy();
        ChangeByte($"{copy.Path}-wal", (int)new FileInfo($"{copy.Path}-wal").Length / 2);

        Assert.Throws<JournalException>(() => copy.Open(syncEveryCommit: true));
        using (var opened = copy.Open())
        {
            Assert.Matches("^frame [0-9]+ of its log .*-wal is broken, and complete commits follow it$", opened.LogFinding);
        }

        Assert.InRange(OpensToAWholeCommit(copy, syncEveryCommit: true), 10, Entries - 10);
    }

    [Fact]
    public void A_log_that_was_taken_away_is_missed()
    {
        using var store = OpenWithACommitForEachEntry();
        using var copy = _directory.Copy();
        File.WriteAllText($"{copy.Path}-owner", "process 1 on a machine");
        File.Delete($"{copy.Path}-wal");

        var error = Assert.Throws<JournalException>(() => copy.Open(syncEveryCommit: true));

        Assert.Contains("-wal is missing, and it was not closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_opened_after_a_torn_end_goes_on_from_there()
    {
        using var store = OpenWithACommitForEachEntry();
        using var copy = _directory.Copy();
        using (var log = File.OpenWrite($"{copy.Path}-wal"))
        {
            log.SetLength(log.Length - 5);
        }

        copy.Write([42]);

        Assert.Equal([.. Whole(Entries - 1), [42]], copy.ReadAll());
    }

    [Fact]
    public void A_changed_byte_in_the_file_is_never_read_as_an_entry()
    {
        _directory.Write(Whole(Entries));
        var file = File.ReadAllBytes(_directory.Path);
        var random = new Random(20261122);
        var refused = 0;
        for (var round = 0; round < 300; round++)
        {
            using var copy = new JournalDirectory();
            var changed = (byte[])file.Clone();
            changed[round < 100 ? random.Next(200) : random.Next(file.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(copy.Path, changed);
            try
            {
                Assert.Equal(Whole(Entries), copy.ReadAll());
            }
            catch (JournalException error)
            {
                Assert.Contains(copy.Path, error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 150, 299);
    }

    [Fact]
    public void A_damaged_entry_is_named()
    {
        _directory.Write(Whole(Entries));
        var file = File.ReadAllBytes(_directory.Path);
        file[file.AsSpan().IndexOf(Whole(Entries)[29].AsSpan(0, 32)) + 5] ^= 1;
        File.WriteAllBytes(_directory.Path, file);

        var error = Assert.Throws<JournalException>(() => _directory.ReadAll());

        Assert.Contains("entry 30 does not match its checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_in_half_is_refused()
    {
        _directory.Write(Whole(Entries));
        using (var file = File.OpenWrite(_directory.Path))
        {
            file.SetLength(file.Length / 2);
        }

        var error = Assert.Throws<JournalException>(() => _directory.ReadAll());

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    private static void ChangeByte(string file, int at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 0x40;
        File.WriteAllBytes(file, bytes);
    }

    private static List<byte[]> Whole(int count) => [.. Enumerable.Range(1, count).Select(static n =>
    {
        var data = new byte[n * 97];
        new Random(n).NextBytes(data);
        return data;
    })];

    private static int OpensToAWholeCommit(JournalDirectory copy, bool syncEveryCommit = false)
    {
        var read = copy.ReadAll(syncEveryCommit);
        Assert.Equal(Whole(read.Count), read);
        return read.Count;
    }

    private JournalStore OpenWithACommitForEachEntry()
    {
        var store = _directory.Open();
        var writer = new CommitWatch(store);
        foreach (var data in Whole(Entries))
        {
            writer.Reaches(store.Append(7, data));
        }

        return store;
    }
}
