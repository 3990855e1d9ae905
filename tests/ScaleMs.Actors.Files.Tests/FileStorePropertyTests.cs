using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>Any sequence of what a program and its end may do to a store.</summary>
public sealed class FileStorePropertyTests
{
    private enum Step
    {
        Add,
        AddText,
        AddNamed,
        AddTask,
        Flush,
        Reopen,
        Die,
    }

    private static readonly Gen<(Step Step, int Content, int Name)[]> Programs = Gen.ArrayOf(
        from step in Gen.Elements(Enum.GetValues<Step>())
        from content in Gen.Choose(0, 5)
        from name in Gen.Choose(0, 2)
        select (step, content, name));

    [Fact]
    public void Every_recorded_file_exists_and_hashes_to_its_key() =>
        Prop.ForAll(Programs.ToArbitrary(), static program => HoldsAsync(program)).QuickCheckThrowOnFailure();

    private static async Task HoldsAsync((Step Step, int Content, int Name)[] program)
    {
        var directory = new StoreDirectory();
        var store = await directory.OpenAsync();
        var expected = new Dictionary<string, string>();
        try
        {
            foreach (var (step, content, name) in program)
            {
                if (step == Step.Die)
                {
                    var left = directory.Die();
                    await store.CloseAsync();
                    directory.Dispose();
                    (directory, store) = (left, await left.OpenAsync());
                }
                else
                {
                    store = await TakeAsync(step, content, name, directory, store, expected);
                }

                Invariant.Holds(store);
                Assert.Equal(expected, store.Files.ToDictionary(static file => file.Key.ToString(), static file => Path.GetFileName(file.Value)));
                Assert.Equal(expected.Values.Append("scalems_context_metadata.json").Order(StringComparer.Ordinal), directory.Stored());
            }
        }
        finally
        {
            await store.CloseAsync();
            directory.Dispose();
        }
    }

    private static async Task<FileStore> TakeAsync(Step step, int content, int name, StoreDirectory directory, FileStore store, Dictionary<string, string> expected)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"line {content / 2}{(content % 2 == 0 ? "\n" : "\r\n")}");
        switch (step)
        {
            case Step.Add or Step.AddText or Step.AddNamed:
                DescribedFile file = step == Step.AddText ? directory.Text("source", text) : directory.Binary("source", text);
                await AddAsync(file, step == Step.AddNamed ? $"name {name}" : null, store, expected);
                break;
            case Step.AddTask:
                _ = Record.Exception(() => store.AddTask(text, JsonSerializer.SerializeToElement(new { text })));
                break;
            case Step.Flush:
                await store.FlushAsync();
                break;
            case Step.Reopen:
                await store.CloseAsync();
                return await directory.OpenAsync();
        }

        return store;
    }

    private static async Task AddAsync(DescribedFile file, string? name, FileStore store, Dictionary<string, string> expected)
    {
        var key = file.Fingerprint().ToString();
        if (expected.ContainsKey(key) || (name is not null && expected.ContainsValue(name)))
        {
            await Assert.ThrowsAsync<DuplicateKeyException>(() => store.AddFileAsync(file, name));
        }
        else
        {
            Assert.Equal(key, (await store.AddFileAsync(file, name)).Key.ToString());
            expected.Add(key, name ?? key);
        }
    }
}
