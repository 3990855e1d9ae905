using ScaleMs.Actors.Journal;

namespace ScaleMs.Actors.Tests.Journal;

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

    [Fact]
    public void A_log_cut_off_anywhere_opens_to_a_whole_commit()
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

            seen.Add(OpensToAWholeCommit(copy));
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

    private static List<byte[]> Whole(int count) => [.. Enumerable.Range(1, count).Select(static n =>
    {
        var data = new byte[n * 97];
        new Random(n).NextBytes(data);
        return data;
    })];

    private static int OpensToAWholeCommit(JournalDirectory copy)
    {
        var read = copy.ReadAll();
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
