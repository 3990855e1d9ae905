namespace ScaleMs.Actors.Master.Tests.Journal;

public sealed class JournalStoreTests : IDisposable
{
    private readonly JournalDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_committed_is_read_back_in_order()
    {
        using (var store = _directory.Open())
        {
            var writer = new CommitWatch(store);
            for (byte n = 1; n <= 100; n++)
            {
                Assert.Equal(n, store.Append(n, [n, n]));
            }

            writer.Reaches(100);
        }

        using var again = _directory.Open();
        Assert.Equal(100, again.LastSequence);
        Assert.Equal(200, again.Bytes);
        Assert.Equal(Enumerable.Range(1, 100), again.ReadAll().Select(static entry => (int)entry.Sequence));
        Assert.All(again.ReadAll(), static entry => Assert.Equal([entry.Kind, entry.Kind], entry.Data.ToArray()));
    }

    [Fact]
    public void Entries_of_any_size_are_read_back()
    {
        byte[][] entries = [.. new[] { 0, 1, 7, 8, 9, 4_000, 20_480, 5_000_000 }.Select(static size => Enumerable.Range(0, size).Select(static n => (byte)n).ToArray())];

        _directory.Write(entries);

        Assert.Equal(entries, _directory.ReadAll());
    }

    [Fact]
    public void What_comes_up_during_a_commit_goes_into_the_next_as_one()
    {
        using var store = _directory.Open();
        using var held = new ManualResetEventSlim();
        using var inCommit = new ManualResetEventSlim();
        var commits = new List<long>();
        store.Start(
            sequence =>
            {
                commits.Add(sequence);
                inCommit.Set();
                held.Wait();
            },
            static failure => throw failure);

        store.Append(0, [1]);
        inCommit.Wait();
        for (var n = 0; n < 999; n++)
        {
            store.Append(0, [2]);
        }

        held.Set();
        store.Dispose();

        Assert.Equal([1L, 1000L], commits);
    }

    [Fact]
    public void What_is_buffered_is_written_when_it_is_closed_even_if_it_was_never_started()
    {
        _directory.Write([1], [2]);

        Assert.Equal([[1], [2]], _directory.ReadAll());
    }

    [Fact]
    public void Appending_from_many_threads_gives_each_entry_a_place_of_its_own()
    {
        using (var store = _directory.Open())
        {
            var writer = new CommitWatch(store);
            var places = new long[4, 500];
            Parallel.For(0, 4, thread =>
            {
                for (var n = 0; n < 500; n++)
                {
                    places[thread, n] = store.Append((byte)thread, BitConverter.GetBytes(n));
                }
            });
            Assert.Equal(2000, places.Cast<long>().Distinct().Count());
            writer.Reaches(2000);
        }

        using var again = _directory.Open();
        foreach (var ofThread in again.ReadAll().GroupBy(static entry => entry.Kind))
        {
            Assert.Equal(Enumerable.Range(0, 500), ofThread.Select(static entry => BitConverter.ToInt32(entry.Data.Span)));
        }
    }

    [Fact]
    public void Its_identity_is_made_once()
    {
        Guid made;
        using (var store = _directory.Open())
        {
            made = store.Identity;
        }

        using var again = _directory.Open();
        Assert.NotEqual(Guid.Empty, made);
        Assert.Equal(made, again.Identity);
    }

    [Fact]
    public void What_is_trimmed_is_gone_and_sequences_go_on()
    {
        using (var store = _directory.Open())
        {
            for (byte n = 1; n <= 10; n++)
            {
                store.Append(0, [n]);
            }

            store.TrimBefore(8);
        }

        Assert.Equal([[8], [9], [10]], _directory.ReadAll());

        using (var store = _directory.Open())
        {
            Assert.Equal(3, store.Bytes);
            store.TrimBefore(11);
        }

        using var empty = _directory.Open();
        Assert.Empty(empty.ReadAll());
        Assert.Equal(0, empty.Bytes);
        Assert.Equal(11, empty.Append(0, []));
    }

    [Fact]
    public void A_trim_beyond_the_end_trims_what_there_is()
    {
        using (var store = _directory.Open())
        {
            store.Append(0, [1]);
            store.TrimBefore(1000);
            Assert.Equal(2, store.Append(0, [2]));
        }

        Assert.Equal([[2]], _directory.ReadAll());
    }

    [Fact]
    public void A_journal_that_is_trimmed_again_and_again_does_not_grow()
    {
        var data = new byte[64 << 10];
        using var store = _directory.Open();
        var writer = new CommitWatch(store);
        for (var round = 0; round < 40; round++)
        {
            for (var n = 0; n < 40; n++)
            {
                store.Append(0, data);
            }

            writer.Reaches(store.LastSequence);
            store.TrimBefore(store.LastSequence);
        }

        // 100 MiB have been written; one round is 2.5 MiB.
        Assert.True(new FileInfo(_directory.Path).Length < 20 << 20, $"{new FileInfo(_directory.Path).Length} bytes");
    }

    [Fact]
    public void A_file_that_was_large_once_becomes_small_again()
    {
        var data = new byte[1 << 20];
        using (var store = _directory.Open())
        {
            var writer = new CommitWatch(store);
            for (var n = 0; n < 100; n++)
            {
                store.Append(0, data);
            }

            writer.Reaches(100);
            store.TrimBefore(100);

            // Each commit takes one step, and each append here is at least one commit.
            for (var n = 0; n < 100; n++)
            {
                writer.Reaches(store.Append(0, [1]));
            }
        }

        Assert.True(new FileInfo(_directory.Path).Length < 70 << 20, $"{new FileInfo(_directory.Path).Length} bytes");
        Assert.Equal(101, _directory.ReadAll().Count);
    }

    [Fact]
    public void Nothing_is_appended_to_a_closed_journal()
    {
        var store = _directory.Open();
        store.Dispose();
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => store.Append(0, []));
    }

    [Fact]
    public void It_is_read_before_it_is_started()
    {
        using var store = _directory.Open();
        store.Start(static _ => { }, static _ => { });

        Assert.Throws<InvalidOperationException>(() => store.ReadAll());
    }
}
