using ScaleMs.Actors.Files.Descriptions;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>What the next process finds when one has died with its store open.</summary>
public sealed class DeathTests : IAsyncLifetime, IDisposable
{
    private readonly StoreDirectory _directory = new();
    private FileStore _store = null!;

    public async Task InitializeAsync() => _store = await _directory.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Files_that_were_added_and_not_flushed_are_recorded()
    {
        var flushed = await _store.AddFileAsync(_directory.Binary("a.txt", "a"));
        await _store.FlushAsync();
        var byKey = await _store.AddFileAsync(_directory.Binary("b.txt", "b"));
        var byName = await _store.AddFileAsync(_directory.Binary("c.txt", "c"), "name");
        var text = await _store.AddFileAsync(_directory.Text("d.txt", "d\r\n"));

        using var left = _directory.Die();
        await using var next = await left.OpenAsync();

        Assert.Equal(new[] { flushed.Key, byKey.Key, byName.Key, text.Key }.Order(), next.Files.Keys);
        Assert.Equal(Path.Combine(left.Data, "name"), next.Files[byName.Key]);
        Invariant.Holds(next);
    }

    [Fact]
    public async Task A_copy_that_was_under_way_is_removed()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Data, FormattableString.Invariant($"tmp_{Environment.ProcessId}_x")), "half");

        using var left = _directory.Die();
        await using var next = await left.OpenAsync();

        Assert.Empty(next.Files);
        Assert.Equal(["scalems_context_metadata.json"], left.Stored());
    }

    [Fact]
    public async Task A_file_that_the_store_cannot_have_made_stays_unrecorded()
    {
        string[] strange = [".hidden", new string('0', 64), "tmp_1_x", "tmp_x"];
        foreach (var name in strange)
        {
            await File.WriteAllTextAsync(Path.Combine(_directory.Data, name), "strange");
        }

        using var left = _directory.Die();
        Directory.CreateDirectory(Path.Combine(left.Data, "directory"));
        File.CreateSymbolicLink(Path.Combine(left.Data, "link"), "/dev/zero");
        await using var next = await left.OpenAsync();

        Assert.Empty(next.Files);
        Assert.Equal(strange.Concat(["directory", "link", "scalems_context_metadata.json"]).Order(StringComparer.Ordinal), left.Stored());
    }

    [Fact]
    public async Task A_second_copy_of_a_recorded_content_stays_unrecorded()
    {
        var reference = await _store.AddFileAsync(_directory.Binary("a.txt", "a"));
        await _store.FlushAsync();
        File.Copy(reference.Path, Path.Combine(_directory.Data, "copy"));

        using var left = _directory.Die();
        await using var next = await left.OpenAsync();

        Assert.Equal(Path.Combine(left.Data, reference.Key.ToString()), Assert.Single(next.Files.Values));
    }

    [Fact]
    public async Task A_store_that_was_about_to_be_made_is_made()
    {
        using var left = new StoreDirectory();
        Directory.CreateDirectory(left.Data);
        await File.WriteAllTextAsync(Path.Combine(left.Data, FormattableString.Invariant($"tmp_{StoreDirectory.DeadProcess}_1")), "{");

        await using var next = await left.OpenAsync();

        Assert.Equal(["scalems_context_metadata.json"], left.Stored());
    }

    [Fact]
    public async Task The_same_content_added_again_is_found()
    {
        var reference = await _store.GetFileReferenceAsync(new FileInfo(_directory.Binary("a.txt", "a").Path));

        using var left = _directory.Die();
        await using var next = await left.OpenAsync();

        var again = await next.GetFileReferenceAsync(new BinaryFile(_directory.Of("a.txt")));
        Assert.Equal(reference.Key, again.Key);
        Assert.Single(next.Files);
    }
}
