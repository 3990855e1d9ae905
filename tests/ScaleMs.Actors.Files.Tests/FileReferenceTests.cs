using System.Security.Cryptography;
using System.Text;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Tests;

public sealed class FileReferenceTests : IAsyncLifetime, IDisposable
{
    private readonly StoreDirectory _directory = new();
    private readonly StoreDirectory _elsewhere = new();
    private FileStore _store = null!;
    private FileStore _other = null!;

    public async Task InitializeAsync()
    {
        _store = await _directory.OpenAsync();
        _other = await _elsewhere.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _other.DisposeAsync();
    }

    public void Dispose()
    {
        _directory.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_reference_by_path_adds_the_file_once()
    {
        var file = new FileInfo(_directory.Binary("a.txt", "hello").Path);

        var first = await _store.GetFileReferenceAsync(file);
        var second = await _store.GetFileReferenceAsync(file);

        Assert.Equal((first.Key, first.Path), (second.Key, second.Path));
        Assert.Same(_store, first.FileStore);
        Assert.Single(_store.Files);
    }

    [Fact]
    public async Task A_reference_by_path_is_found_under_another_name()
    {
        var named = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"), "name");

        var found = await _store.GetFileReferenceAsync(new FileInfo(_directory.Of("a.txt")));

        Assert.Equal(named.Path, found.Path);
    }

    [Fact]
    public async Task A_reference_by_path_may_be_to_a_text()
    {
        var unix = await _store.GetFileReferenceAsync(new FileInfo(_directory.Text("a.txt", "a\n").Path), "r");
        var dos = await _store.GetFileReferenceAsync(new FileInfo(_directory.Text("b.txt", "a\r\n").Path), "r");

        Assert.Equal(unix.Path, dos.Path);
    }

    [Fact]
    public async Task A_duplicate_that_is_not_the_same_content_is_no_reference()
    {
        // The metadata of another program gave a file the name of another key.
        var key = new ResourceIdentifier(SHA256.HashData("hello"u8));
        await _store.AddFileAsync(_directory.Binary("b.txt", "other"), "name");
        await _store.CloseAsync();
        File.Move(Path.Combine(_directory.Data, "name"), Path.Combine(_directory.Data, key.ToString()));
        await File.WriteAllTextAsync(_directory.Metadata, (await File.ReadAllTextAsync(_directory.Metadata)).Replace("/name\"", $"/{key}\"", StringComparison.Ordinal));
        _store = await _directory.OpenAsync();

        var error = await Assert.ThrowsAsync<DuplicateKeyException>(() => _store.GetFileReferenceAsync(_directory.Binary("a.txt", "hello")));

        Assert.Contains("with another content", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_is_found_by_its_key_in_any_form()
    {
        var added = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"));

        Assert.Equal(added.Path, _store.GetFileReference(added.Key).Path);
        Assert.Equal(added.Path, _store.GetFileReference(added.Key.ToString()).Path);
        Assert.Equal(added.Path, _store.GetFileReference(added.Key.ToByteArray()).Path);
        Assert.Equal($"{added.Key} in {_directory.Data}", added.ToString());
    }

    [Fact]
    public void An_unknown_key_is_refused_by_name()
    {
        var key = new ResourceIdentifier(SHA256.HashData("hello"u8));

        var error = Assert.Throws<DataLocalizationException>(() => _store.GetFileReference(key));

        Assert.Equal($"the file store {_directory.Data} has no file with the key {key}; add it first", error.Message);
        Assert.Equal(error.Message, Assert.Throws<DataLocalizationException>(() => _store.GetFileReference(key.ToString())).Message);
        Assert.Equal(error.Message, Assert.Throws<DataLocalizationException>(() => _store.GetFileReference(key.ToByteArray())).Message);
    }

    [Fact]
    public void A_text_is_not_taken_for_a_path()
    {
        var error = Assert.Throws<DataLocalizationException>(() => _store.GetFileReference("a.txt"));

        Assert.Equal("'a.txt' is not a key, which has 64 hexadecimal digits; for the path of a file, give a FileInfo", error.Message);
    }

    [Fact]
    public void A_key_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => _store.GetFileReference([1, 2, 3]));

    [Fact]
    public async Task A_file_is_local_where_it_is()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"));
        Assert.True(reference.IsLocal());
        Assert.False(reference.IsLocal(_other));

        File.Delete(reference.Path);

        Assert.False(reference.IsLocal());
        var error = Assert.Throws<DataLocalizationException>(() => reference.Path);
        Assert.StartsWith($"the file with the key {reference.Key} is no longer in {_directory.Data}", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataLocalizationException>(() => reference.AsUri());
        await Assert.ThrowsAsync<DataLocalizationException>(() => reference.LocalizeAsync());
    }

    [Fact]
    public async Task A_file_is_localized_in_its_own_store_without_a_copy()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"));

        Assert.Same(reference, await reference.LocalizeAsync());
        Assert.Same(reference, await reference.LocalizeAsync(_store));
    }

    [Fact]
    public async Task A_file_is_localized_in_another_store_by_a_copy_with_the_same_key()
    {
        foreach (var file in new DescribedFile[] { _directory.Binary("a.txt", "hello"), _directory.Text("b.txt", "a\r\n") })
        {
            var reference = await _store.AddFileAsync(file);

            var copy = await reference.LocalizeAsync(_other);
            var again = await reference.LocalizeAsync(_other);

            Assert.Equal((reference.Key, _other), (copy.Key, copy.FileStore));
            Assert.Equal(copy.Path, again.Path);
            Assert.StartsWith(_elsewhere.Data, copy.Path, StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllBytesAsync(reference.Path), await File.ReadAllBytesAsync(copy.Path));
        }
    }

    [Fact]
    public async Task A_file_that_was_changed_in_its_store_goes_to_no_other()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"));
        await File.WriteAllTextAsync(reference.Path, "changed");

        var error = await Assert.ThrowsAsync<DataLocalizationException>(() => reference.LocalizeAsync(_other));

        Assert.Contains($"{reference.Path} no longer has the key {reference.Key}", error.Message, StringComparison.Ordinal);
        Assert.Empty(_other.Files);
    }

    [Fact]
    public async Task A_file_has_a_URI_whatever_its_name()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "hello"), "a b#c?d%20ä");

        Assert.Equal(reference.Path, reference.AsUri().LocalPath);
        Assert.EndsWith("/a%20b%23c%3Fd%2520%C3%A4", reference.AsUri().AbsoluteUri, StringComparison.Ordinal);
        Assert.True(reference.AsUri().IsFile);
    }

    [Fact]
    public async Task The_input_of_a_master_is_added_once_whatever_its_line_ends()
    {
        var first = await MasterInput.AddAsync(_store, _directory.Text("one.json", "{\n}").Path);
        var second = await MasterInput.AddAsync(_store, _directory.Text("two.json", "{\r\n}").Path);
        var other = await MasterInput.AddAsync(_store, _directory.Text("three.json", "{}").Path);

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first.Path, other.Path);
        Assert.Equal(2, _store.Files.Count);
    }

    [Fact]
    public async Task The_input_of_a_master_is_UTF_8_and_exists()
    {
        await Assert.ThrowsAsync<DataLocalizationException>(() => MasterInput.AddAsync(_store, _directory.Write("a.json", Encoding.Latin1.GetBytes("ä"))));
        var error = await Assert.ThrowsAsync<DataLocalizationException>(() => MasterInput.AddAsync(_store, _directory.Of("b.json")));

        Assert.Contains("did you mean a.json?", error.Message, StringComparison.Ordinal);
    }
}
