using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Tests;

public sealed class FileStoreTests : IAsyncLifetime, IDisposable
{
    private readonly StoreDirectory _directory = new();
    private FileStore _store = null!;

    public async Task InitializeAsync() => _store = await _directory.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_is_copied_and_named_by_the_hash_of_its_content()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("hello"u8)), reference.Key.ToString());
        Assert.Equal(Path.Combine(_directory.Data, reference.Key.ToString()), reference.Path);
        Assert.Equal("hello", await File.ReadAllTextAsync(reference.Path));
        Assert.Equal(reference.Path, Assert.Single(_store.Files).Value);
        Assert.True(File.Exists(_directory.Of("a.txt")));
    }

    [Fact]
    public async Task A_file_may_have_a_name_instead()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"), "config.json");

        Assert.Equal(Path.Combine(_directory.Data, "config.json"), _store.Files[reference.Key]);
        Assert.Equal("hello", await File.ReadAllTextAsync(reference.Path));
    }

    [Fact]
    public async Task A_file_with_the_same_content_is_refused_by_its_key()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"));

        var error = await Assert.ThrowsAsync<DuplicateKeyException>(() => _store.AddFileAsync(_directory.Binary("b.txt", "hello"), "other"));

        Assert.Contains(reference.Key.ToString(), error.Message, StringComparison.Ordinal);
        NothingIsLeft(reference.Key.ToString());
    }

    [Fact]
    public async Task A_file_with_a_name_that_is_taken_is_refused_by_its_path()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"), "name");

        var error = await Assert.ThrowsAsync<DuplicateKeyException>(() => _store.AddFileAsync(_directory.Binary("b.txt", "other"), "name"));

        Assert.Contains(reference.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal("hello", await File.ReadAllTextAsync(reference.Path));
        NothingIsLeft("name");
    }

    [Fact]
    public async Task A_file_that_is_not_recorded_is_not_overwritten()
    {
        var path = Path.Combine(_directory.Data, "name");
        await File.WriteAllTextAsync(path, "somebody's");

        var error = await Assert.ThrowsAsync<StaleFileStoreException>(() => _store.AddFileAsync(_directory.Binary("a.txt", "hello"), "name"));

        Assert.Contains($"{path} is in the way", error.Message, StringComparison.Ordinal);
        Assert.IsType<ContextException>(error, exactMatch: false);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(path));
        NothingIsLeft("name");
    }

    [Theory]
    [InlineData("", "a name is not empty")]
    [InlineData("../outside", "begins with a dot")]
    [InlineData("a/b", "'a/b' is a path")]
    [InlineData("a\\b", "is a path")]
    [InlineData("scalems_context_metadata.json", "is the store's own file")]
    [InlineData("tmp_1_1", "begins with 'tmp_'")]
    [InlineData("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "has the form of a key")]
    public async Task A_name_that_would_confuse_the_store_is_refused(string name, string problem)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _store.AddFileAsync(_directory.Binary("a.txt", "hello"), name));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_file_system_takes_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _store.AddFileAsync(_directory.Binary("a.txt", "hello"), new string('ä', 128)));

        Assert.Contains("longer than 255 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_copied_as_it_is_and_found_by_its_text()
    {
        var reference = await _store.AddFileAsync(_directory.Text("a.txt", "one\r\ntwo\r\n"));

        Assert.Equal("one\r\ntwo\r\n", await File.ReadAllTextAsync(reference.Path));
        Assert.Equal(new ResourceIdentifier(SHA256.HashData("one\ntwo\n"u8)), reference.Key);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_leaves_nothing_in_the_store()
    {
        var file = _directory.Binary("a.txt", "hello");
        File.Delete(file.Path);

        await Assert.ThrowsAsync<DataLocalizationException>(() => _store.AddFileAsync(file));
        await Assert.ThrowsAsync<DataLocalizationException>(() => _store.AddFileAsync(new TextFile(_directory.Write("b.txt", [0xFF]))));

        NothingIsLeft();
    }

    [Fact]
    public async Task Copying_can_be_cancelled_and_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _store.AddFileAsync(_directory.Binary("a.txt", "hello"), name: null, new CancellationToken(canceled: true)));

        NothingIsLeft();
    }

    [Fact]
    public async Task A_store_whose_directory_was_removed_says_so()
    {
        Directory.Delete(_directory.Data, recursive: true);

        var error = await Assert.ThrowsAsync<ContextException>(() => _store.AddFileAsync(_directory.Binary("a.txt", "hello")));
        Assert.Contains($"cannot be copied into {_directory.Data}", error.Message, StringComparison.Ordinal);

        var stale = await Assert.ThrowsAsync<StaleFileStoreException>(() => _store.CloseAsync());
        Assert.Contains("changed from outside", stale.Message, StringComparison.Ordinal);
        Assert.True(_store.IsClosed);
    }

    [Fact]
    public void A_task_is_recorded_once()
    {
        _store.AddTask("id", JsonSerializer.SerializeToElement(new { type = new[] { "scalems", "subprocess" } }));

        var error = Assert.Throws<DuplicateKeyException>(() => _store.AddTask("id", JsonSerializer.SerializeToElement(new { })));

        Assert.Contains("the task id", error.Message, StringComparison.Ordinal);
        Assert.Equal("""{"type":["scalems","subprocess"]}""", _store.Objects["id"].GetRawText());
    }

    [Fact]
    public void Fields_of_a_task_are_an_object()
    {
        var error = Assert.Throws<ArgumentException>(() => _store.AddTask("id", JsonSerializer.SerializeToElement(7)));

        Assert.Contains("not Number", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _store.AddTask("", JsonSerializer.SerializeToElement(new { })));
    }

    [Fact]
    public async Task The_view_of_the_files_is_always_the_present_one_and_in_order()
    {
        var view = _store.Files;
        foreach (var n in Enumerable.Range(0, 20))
        {
            await _store.AddFileAsync(_directory.Binary("a.txt", n.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal(20, view.Count);
        Assert.Equal(view.Keys.Order(), view.Select(static file => file.Key));
        Assert.Equal(view.Values, view.Keys.Select(key => view[key]));
        Assert.True(view.ContainsKey(view.Keys.First()));
        Assert.False(view.TryGetValue(default, out _));
        Assert.Contains(new string('0', 64), Assert.Throws<KeyNotFoundException>(() => view[default]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_larger_than_any_buffer_are_copied_whole()
    {
        var content = new byte[(3 << 20) + 1];
        new Random(1).NextBytes(content);

        var reference = await _store.AddFileAsync(new BinaryFile(_directory.Write("large", content)));

        Assert.Equal(new ResourceIdentifier(SHA256.HashData(content)), reference.Key);
        Assert.Equal(content, await File.ReadAllBytesAsync(reference.Path));
    }

    private void NothingIsLeft(params string[] files) => Assert.Equal([.. files, "scalems_context_metadata.json"], _directory.Stored());
}
