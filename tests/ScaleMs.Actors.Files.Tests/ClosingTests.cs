using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Files.Tests;

public sealed class ClosingTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_flush_records_what_was_added_and_is_needed_once()
    {
        await using var store = await _directory.OpenAsync();
        Assert.False(store.IsDirty);

        var reference = await store.AddFileAsync(_directory.Binary("a.txt", "hello"));
        store.AddTask("id", JsonSerializer.SerializeToElement(new { x = 1 }));
        Assert.True(store.IsDirty);
        Assert.Empty(_directory.ReadMetadata()["files"]!.AsObject());

        await store.FlushAsync();

        Assert.False(store.IsDirty);
        Assert.Equal(reference.Path, (string?)_directory.ReadMetadata()["files"]![reference.Key.ToString()]);
        Assert.Equal("""{"x":1}""", _directory.ReadMetadata()["objects"]!["id"]!.ToJsonString());
        Assert.Equal([reference.Key.ToString(), "scalems_context_metadata.json"], _directory.Stored());
    }

    [Fact]
    public async Task A_flush_without_changes_writes_nothing()
    {
        await using var store = await _directory.OpenAsync();
        var before = File.GetLastWriteTimeUtc(_directory.Metadata);
        File.SetLastWriteTimeUtc(_directory.Metadata, before.AddDays(-1));

        await store.FlushAsync();

        Assert.Equal(before.AddDays(-1), File.GetLastWriteTimeUtc(_directory.Metadata));
    }

    [Fact]
    public async Task A_closed_store_refuses_everything()
    {
        var store = await _directory.OpenAsync();
        var file = _directory.Binary("a.txt", "hello");
        var reference = await store.AddFileAsync(file);
        var view = store.Files;
        await store.CloseAsync();

        await Assert.ThrowsAsync<StaleFileStoreException>(() => store.AddFileAsync(file));
        await Assert.ThrowsAsync<StaleFileStoreException>(() => store.GetFileReferenceAsync(file));
        await Assert.ThrowsAsync<StaleFileStoreException>(() => store.FlushAsync());
        await Assert.ThrowsAsync<StaleFileStoreException>(() => reference.LocalizeAsync());
        Assert.Throws<StaleFileStoreException>(() => store.AddTask("id", JsonSerializer.SerializeToElement(new { })));
        Assert.Throws<StaleFileStoreException>(() => store.GetFileReference(reference.Key));
        Assert.Throws<StaleFileStoreException>(() => reference.IsLocal());
        Assert.Throws<StaleFileStoreException>(() => store.Objects);
        var error = Assert.Throws<StaleFileStoreException>(() => store.Files);
        Assert.Equal($"the file store {_directory.Data} is closed; open it again", error.Message);
        Assert.Single(view);
        Assert.Equal([reference.Key.ToString(), "scalems_context_metadata.json"], _directory.Stored());
    }

    [Fact]
    public async Task A_second_close_does_nothing()
    {
        var store = await _directory.OpenAsync();
        await store.CloseAsync();
        await using var next = await _directory.OpenAsync();

        await store.CloseAsync();
        await store.DisposeAsync();

        Assert.Equal(Environment.ProcessId, (int?)_directory.ReadMetadata()["instance"]);
        Assert.Contains("open already", await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_process_has_taken_is_not_written()
    {
        var store = await _directory.OpenAsync();
        await store.AddFileAsync(_directory.Binary("a.txt", "hello"));
        _directory.SetOwner(StoreDirectory.LivingProcess);

        var flush = await Assert.ThrowsAsync<StaleFileStoreException>(() => store.FlushAsync());
        Assert.Contains("names process 1 as its owner", flush.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StaleFileStoreException>(() => store.CloseAsync());

        Assert.True(store.IsClosed);
        Assert.Equal(StoreDirectory.LivingProcess, (int?)_directory.ReadMetadata()["instance"]);
        Assert.Empty(_directory.ReadMetadata()["files"]!.AsObject());
    }

    [Fact]
    public async Task A_store_that_nobody_owns_any_more_is_not_written()
    {
        var store = await _directory.OpenAsync();
        _directory.SetOwner(null);

        var error = await Assert.ThrowsAsync<StaleFileStoreException>(() => store.CloseAsync());

        Assert.Contains("names no process as its owner", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_that_cannot_lock_the_directory_can_be_repeated()
    {
        var store = await _directory.OpenAsync(new FileStoreSettings { LockWait = TimeSpan.FromMinutes(1), Time = new JumpingTime() });
        await store.AddFileAsync(_directory.Binary("a.txt", "hello"));
        Directory.CreateDirectory(_directory.Lock);

        var error = await Assert.ThrowsAsync<ContextException>(() => store.CloseAsync());
        Assert.Contains(_directory.Lock, error.Message, StringComparison.Ordinal);
        Assert.False(store.IsClosed);
        Assert.True(store.IsDirty);

        Directory.Delete(_directory.Lock);
        await store.CloseAsync();
        Assert.Single(_directory.ReadMetadata()["files"]!.AsObject());
    }
}
