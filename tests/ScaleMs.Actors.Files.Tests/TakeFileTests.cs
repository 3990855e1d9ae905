using System.Security.Cryptography;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>Files that arrive in a store in pieces, and files that leave it.</summary>
public sealed class TakeFileTests : IAsyncLifetime, IDisposable
{
    private const string Metadata = "scalems_context_metadata.json";
    private readonly StoreDirectory _directory = new();
    private FileStore _store = null!;

    public async Task InitializeAsync() => _store = await _directory.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_that_has_arrived_is_named_by_its_key_and_recorded()
    {
        var reference = await _store.TakeFileAsync(Arrived("hello"));

        Assert.Equal(Path.Combine(_directory.Data, Key("hello").ToString()), reference.Path);
        Assert.Equal("hello", await File.ReadAllTextAsync(reference.Path));
        Assert.True(_store.IsDirty);
        await Reopen();
        Assert.Equal([Key("hello")], _store.Files.Keys);
        Invariant.Holds(_store);
    }

    [Fact]
    public async Task A_content_that_is_there_is_refused_and_its_second_copy_removed()
    {
        var first = await _store.TakeFileAsync(Arrived("hello"));

        var error = await Assert.ThrowsAsync<DuplicateKeyException>(() => _store.TakeFileAsync(Arrived("hello")));

        Assert.Equal($"the store {_directory.Data} has a file with the key {first.Key} already", error.Message);
        Assert.Equal([first.Key.ToString(), Metadata], _directory.Stored());
    }

    [Fact]
    public async Task A_closed_store_refuses_the_file_and_removes_it()
    {
        var file = Arrived("hello");
        await _store.CloseAsync();

        await Assert.ThrowsAsync<StaleFileStoreException>(() => _store.TakeFileAsync(file));

        Assert.Throws<StaleFileStoreException>(() => _store.Receive(Key("hello"), 5));
        Assert.Throws<StaleFileStoreException>(() => _store.RemoveFile(Key("hello")));
        Assert.Equal([Metadata], _directory.Stored());
    }

    [Fact]
    public async Task A_file_that_is_not_complete_or_not_from_the_store_is_refused()
    {
        using var incomplete = _store.Receive(Key("hello"), 5);
        using var other = IncomingFile.Create(_directory.Work, Key(""), 0);
        other.Complete();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.TakeFileAsync(incomplete));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.TakeFileAsync(other));
    }

    [Fact]
    public async Task After_a_crash_files_that_had_arrived_are_there_and_others_are_removed()
    {
        await _store.TakeFileAsync(Arrived("hello"));
        using var half = _store.Receive(Key("half"), 4);
        half.Write("ha"u8);

        using var left = _directory.Die();
        await using var next = await left.OpenAsync();

        Assert.Equal([Key("hello")], next.Files.Keys);
        Assert.Equal([Key("hello").ToString(), Metadata], left.Stored());
        Invariant.Holds(next);
    }

    [Fact]
    public async Task A_file_that_is_removed_is_deleted_with_the_next_flush()
    {
        var reference = await _store.TakeFileAsync(Arrived("hello"));
        var named = await _store.AddFileAsync(_directory.Binary("a", "other"), "name");
        await _store.FlushAsync();

        Assert.True(_store.RemoveFile(reference.Key));
        Assert.False(_store.RemoveFile(reference.Key));
        Assert.True(_store.RemoveFile(named.Key));
        Assert.Empty(_store.Files);
        Assert.False(reference.IsLocal());
        var error = Assert.Throws<DataLocalizationException>(() => reference.Path);
        Assert.Equal($"the file with the key {reference.Key} was removed from the store {_directory.Data}; add it again", error.Message);

        await _store.FlushAsync();
        Assert.Equal([Metadata], _directory.Stored());
        await Reopen();
        Assert.Empty(_store.Files);
    }

    [Fact]
    public async Task Closing_deletes_removed_files_too()
    {
        await _store.TakeFileAsync(Arrived("hello"));
        _store.RemoveFile(Key("hello"));

        await _store.CloseAsync();

        Assert.Equal([Metadata], _directory.Stored());
    }

    [Fact]
    public async Task A_removed_file_that_is_added_again_stays()
    {
        await _store.TakeFileAsync(Arrived("hello"));
        await _store.FlushAsync();
        _store.RemoveFile(Key("hello"));

        await _store.TakeFileAsync(Arrived("hello"));
        await _store.FlushAsync();
        _store.RemoveFile(Key("hello"));
        await _store.AddFileAsync(_directory.Binary("a", "hello"));
        await Reopen();

        Assert.Equal([Key("hello")], _store.Files.Keys);
        Invariant.Holds(_store);
    }

    [Fact]
    public async Task A_crash_before_the_flush_brings_a_removed_file_back()
    {
        await _store.TakeFileAsync(Arrived("hello"));
        await _store.FlushAsync();
        _store.RemoveFile(Key("hello"));

        using var left = _directory.Die();
        await using var next = await left.OpenAsync();

        Assert.Equal([Key("hello")], next.Files.Keys);
        Invariant.Holds(next);
    }

    private static ResourceIdentifier Key(string content) => new(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private IncomingFile Arrived(string content)
    {
        var file = _store.Receive(Key(content), content.Length);
        file.Write(Encoding.UTF8.GetBytes(content));
        file.Complete();
        return file;
    }

    private async Task Reopen()
    {
        await _store.CloseAsync();
        _store = await _directory.OpenAsync();
    }
}
