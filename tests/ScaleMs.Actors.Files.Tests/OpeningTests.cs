using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Files.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_new_store_has_the_metadata_of_the_seed()
    {
        await using (await _directory.OpenAsync())
        {
            Assert.Equal(Invariantly($$$"""{"instance":{{{Environment.ProcessId}}},"files":{},"objects":{}}"""), await File.ReadAllTextAsync(_directory.Metadata));
        }

        Assert.Equal("""{"instance":null,"files":{},"objects":{}}""", await File.ReadAllTextAsync(_directory.Metadata));
        Assert.Equal([_directory.Data], Directory.GetFileSystemEntries(_directory.Work));
    }

    [Fact]
    public async Task A_store_that_was_closed_has_the_same_files_when_it_is_opened_again()
    {
        string path;
        await using (var store = await _directory.OpenAsync())
        {
            path = (await store.AddFileAsync(_directory.Binary("a.txt", "hello"))).Path;
        }

        await using var again = await _directory.OpenAsync();
        Assert.Equal([path], again.Files.Values);
    }

    [Fact]
    public async Task A_store_of_the_seed_is_opened()
    {
        const string Key = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        Directory.CreateDirectory(_directory.Data);
        await File.WriteAllTextAsync(Path.Combine(_directory.Data, Key), "hello");
        await File.WriteAllTextAsync(
            _directory.Metadata,
            """{"instance": null, "files": {"KEY": "/elsewhere/before/it/moved/scalems_0_0/KEY"}, "objects": {"id": {"uid": "00"}}}""".Replace("KEY", Key, StringComparison.Ordinal));

        await using var store = await _directory.OpenAsync();

        Assert.Equal(Path.Combine(_directory.Data, Key), store.GetFileReference(Key).Path);
        Assert.Equal("""{"uid": "00"}""", store.Objects["id"].GetRawText());
        Invariant.Holds(store);
    }

    [Theory]
    [InlineData("work/sub")]
    [InlineData("work/scalems_0_0/sub")]
    [InlineData("link/sub")]
    public async Task A_directory_within_the_work_directory_of_a_store_is_refused(string nested)
    {
        await CreateAsync();
        Directory.CreateSymbolicLink(_directory.Of("link"), _directory.Work);
        Directory.CreateDirectory(_directory.Of(nested));

        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Of(nested)));

        Assert.Contains($"is within {_directory.Work}, which is the work directory of another file store", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_directory_itself_is_no_work_directory()
    {
        await CreateAsync();

        await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Data));
    }

    [Fact]
    public async Task A_directory_within_one_that_is_locked_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Work, "sub"));
        Directory.CreateDirectory(_directory.Lock);

        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(Path.Combine(_directory.Work, "sub")));

        Assert.Contains($"is within {_directory.Work}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_work_directory_that_does_not_exist_is_refused_with_the_nearest_name()
    {
        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Of("wrok")));
        Assert.Equal($"there is no work directory {_directory.Of("wrok")}; did you mean work?", error.Message);

        error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Of("a/b")));
        Assert.Contains("create it first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_work_directory_that_is_a_file_is_refused()
    {
        _directory.Write("file", []);

        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Of("file")));

        Assert.Contains("is a file; name a directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_lead_in_a_circle_are_refused()
    {
        Directory.CreateSymbolicLink(_directory.Of("one"), _directory.Of("two"));
        Directory.CreateSymbolicLink(_directory.Of("two"), "one");

        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync(_directory.Of("one")));

        Assert.Contains("in a circle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_work_directory_that_cannot_be_written_is_refused()
    {
        var error = await Assert.ThrowsAsync<ContextException>(() => FileStore.OpenAsync("/proc/self"));

        Assert.Contains("the work directory /proc/self cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains("name a directory that this process may write", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_where_the_store_should_be_is_refused()
    {
        await File.WriteAllTextAsync(_directory.Data, "");

        Assert.Contains("is a file, where the store's directory is expected", await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_without_metadata_is_no_store()
    {
        Directory.CreateDirectory(_directory.Data);
        await File.WriteAllTextAsync(Path.Combine(_directory.Data, "notes"), "");

        Assert.Contains("has no scalems_context_metadata.json", await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_file_that_is_gone_is_named()
    {
        string path;
        await using (var store = await _directory.OpenAsync())
        {
            path = (await store.AddFileAsync(_directory.Binary("a.txt", "hello"))).Path;
        }

        File.Delete(path);

        var message = await _directory.RefusesToOpenAsync();
        Assert.Contains($"records {path}", message, StringComparison.Ordinal);
        Assert.Contains("restore the file, or remove its line", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_was_refused_can_be_opened_when_the_cause_is_gone()
    {
        await CreateAsync();
        _directory.SetOwner(StoreDirectory.LivingProcess);
        await _directory.RefusesToOpenAsync();
        _directory.SetOwner(null);

        await using var store = await _directory.OpenAsync();

        Assert.False(store.IsClosed);
    }

    private static string Invariantly(FormattableString text) => FormattableString.Invariant(text);

    private async Task CreateAsync()
    {
        await using var store = await _directory.OpenAsync();
    }
}
