using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Files.Tests;

public sealed class ConcurrencyTests : IAsyncLifetime, IDisposable
{
    private const int Many = 64;

    private readonly StoreDirectory _directory = new();
    private FileStore _store = null!;

    public async Task InitializeAsync() => _store = await _directory.OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Of_many_that_add_the_same_content_at_once_one_succeeds()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => Task.Run(() => TryAddAsync(Name(n), "same"))));

        Assert.Single(results, static added => added);
        Assert.Equal(2, _directory.Stored().Count());
    }

    [Fact]
    public async Task Many_that_add_different_contents_at_once_all_succeed()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => Task.Run(() => TryAddAsync(Name(n), Name(n)))));

        Assert.DoesNotContain(false, results);
        Assert.Equal(Many, _store.Files.Count);
        Invariant.Holds(_store);
    }

    [Fact]
    public async Task Of_many_that_want_the_same_name_at_once_one_gets_it()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => Task.Run(() => TryAddAsync(Name(n), Name(n), "name"))));

        Assert.Single(results, static added => added);
        Invariant.Holds(_store);
    }

    [Fact]
    public async Task Many_references_to_the_same_content_are_to_the_same_file()
    {
        var references = await Task.WhenAll(Enumerable.Range(0, Many)
            .Select(n => Task.Run(() => _store.GetFileReferenceAsync(_directory.Binary(Name(n), "same")))));

        Assert.Single(references.Select(static reference => reference.Path).Distinct());
    }

    [Fact]
    public async Task Of_many_tasks_with_an_identity_one_is_recorded()
    {
        var fields = JsonSerializer.SerializeToElement(new { });
        var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(() => Record.Exception(() => _store.AddTask("id", fields)))));

        Assert.Single(results, static error => error is null);
        Assert.Equal(Many - 1, results.Count(static error => error is DuplicateKeyException));
    }

    [Fact]
    public async Task Adding_and_flushing_at_once_records_everything()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(n => Task.Run(async () =>
        {
            await TryAddAsync(Name(n), Name(n));
            await _store.FlushAsync();
        })));

        Assert.False(_store.IsDirty);
        Assert.Equal(Many, _directory.ReadMetadata()["files"]!.AsObject().Count);
    }

    [Fact]
    public async Task Copies_that_are_under_way_at_the_close_are_recorded_or_given_up()
    {
        var adding = Enumerable.Range(0, Many).Select(n => Task.Run(() => Record.ExceptionAsync(() => TryAddAsync(Name(n), Name(n))))).ToList();
        await _store.CloseAsync();
        var errors = await Task.WhenAll(adding);

        Assert.All(errors, static error => Assert.True(error is null or StaleFileStoreException, error?.ToString()));
        await using var again = await _directory.OpenAsync();
        Assert.Equal(errors.Count(static error => error is null), again.Files.Count);
        Assert.Equal(again.Files.Count + 1, _directory.Stored().Count());
    }

    [Fact]
    public async Task Of_many_that_open_a_store_at_once_one_succeeds()
    {
        await _store.CloseAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(() => Record.ExceptionAsync(async () => _store = await _directory.OpenAsync()))));

        Assert.Single(results, static error => error is null);
        Assert.All(results.OfType<Exception>(), static error => Assert.IsType<ContextException>(error));
    }

    private static string Name(int n) => n.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> TryAddAsync(string file, string content, string? name = null)
    {
        try
        {
            await _store.AddFileAsync(_directory.Binary(file, content), name);
            return true;
        }
        catch (DuplicateKeyException)
        {
            return false;
        }
    }
}
