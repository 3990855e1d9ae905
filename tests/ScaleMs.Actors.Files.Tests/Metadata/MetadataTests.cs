using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Metadata;

namespace ScaleMs.Actors.Files.Tests.Metadata;

public sealed class MetadataTests : IDisposable
{
    private const string Home = "/work/scalems_0_0";

    private static readonly Gen<string> Name = Gen.NonEmptyListOf(Gen.Elements('a', '"', '\\', ' ', 'ä', '€', '\n', '{')).Select(static chars => string.Concat(chars));

    private static readonly Gen<JsonElement> Fields =
        from number in Gen.Choose(int.MinValue, int.MaxValue)
        from text in Name
        from more in Gen.Elements("[]", "1.50e3", "12345678901234567890.123", "null", "{\"a\": {}}", "\"\\ud800\"")
        select JsonDocument.Parse($$"""{"n": {{number}}, "t": {{JsonSerializer.Serialize(text)}}, "m": {{more}}}""").RootElement;

    private static readonly Gen<StoreMetadata> Metadata =
        from instance in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, int.MaxValue).Select(static process => (int?)process))
        from keys in Gen.ListOf(Gen.ArrayOf(Gen.Choose(0, 255).Select(static value => (byte)value), ResourceIdentifier.Size))
        from names in Gen.ListOf(Name, keys.Count)
        from objects in Gen.ListOf(Gen.Zip(Name, Fields))
        select new StoreMetadata(
            instance,
            keys.Zip(names.Select(static (name, n) => FormattableString.Invariant($"{Home}/{n}{name}")))
                .DistinctBy(static file => new ResourceIdentifier(file.First))
                .ToImmutableSortedDictionary(static file => new ResourceIdentifier(file.First), static file => file.Second),
            objects.DistinctBy(static pair => pair.Item1).ToImmutableSortedDictionary(static pair => pair.Item1, static pair => pair.Item2, StringComparer.Ordinal));

    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Metadata_is_the_same_after_it_was_written_and_read() => Prop.ForAll(
        Metadata.ToArbitrary(),
        static metadata =>
        {
            using var written = new MemoryStream();
            MetadataJson.Write(metadata, written);
            var read = MetadataJson.Read(written.ToArray(), Home);
            return read.Instance == metadata.Instance
                && read.Files.SequenceEqual(metadata.Files)
                && read.Objects.Select(Raw).SequenceEqual(metadata.Objects.Select(Raw));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Metadata_has_the_shape_of_the_seed()
    {
        var key = new ResourceIdentifier(new byte[ResourceIdentifier.Size]);
        var metadata = new StoreMetadata(
            7, StoreMetadata.Empty.Files.Add(key, "/work/scalems_0_0/a"), StoreMetadata.Empty.Objects.Add("id", JsonElement.Parse("""{"x": 1.0}""")));
        using var written = new MemoryStream();

        MetadataJson.Write(metadata, written);

        Assert.Equal(
            """{"instance":7,"files":{"KEY":"/work/scalems_0_0/a"},"objects":{"id":{"x": 1.0}}}""".Replace("KEY", key.ToString(), StringComparison.Ordinal),
            Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public void Files_and_objects_may_be_left_out_as_in_the_seed()
    {
        var read = MetadataJson.Read("""{"instance": null}"""u8.ToArray(), Home);

        Assert.Equal((null, 0, 0), (read.Instance, read.Files.Count, read.Objects.Count));
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("""{"instance": 1, "files": {}, "obj""", "it is not JSON")]
    [InlineData("""{"instance": 1, "instance": 2}""", "it is not JSON")]
    [InlineData("[]", "a JSON object is expected, not Array")]
    [InlineData("{}", "'instance' is missing")]
    [InlineData("""{"instance": "1"}""", "'instance' is \"1\", neither the number of a process nor null")]
    [InlineData("""{"instance": 0}""", "'instance' is 0, neither")]
    [InlineData("""{"instance": 1.5}""", "'instance' is 1.5, neither")]
    [InlineData("""{"instance": null, "more": 1}""", "'more' is not one of 'instance', 'files' and 'objects'")]
    [InlineData("""{"instance": null, "files": []}""", "'files' is Array, where an object is expected")]
    [InlineData("""{"instance": null, "files": {"abc": "a"}}""", "'files' has 'abc', where 64 hexadecimal digits are expected")]
    [InlineData("""{"instance": null, "files": {"KEY": 1}}""", "'files' has 1 for KEY, where a path is expected")]
    [InlineData("""{"instance": null, "files": {"KEY": "a/"}}""", "'files' has \"a/\" for KEY, where a path is expected")]
    [InlineData("""{"instance": null, "files": {"KEY": "\ud800"}}""", "it has a text that is not Unicode")]
    [InlineData("""{"instance": null, "files": {"kEY": "a", "KEY": "b"}}""", "'files' has KEY twice")]
    [InlineData("""{"instance": null, "files": {"KEY": "a", "OTHER": "a"}}""", "a under two keys")]
    [InlineData("""{"instance": null, "objects": 1}""", "'objects' is Number, where an object is expected")]
    [InlineData("""{"instance": null, "objects": {"id": 1}}""", "'objects' has Number for 'id', where an object is expected")]
    public async Task Damaged_metadata_is_refused_with_what_was_found_and_what_to_do(string text, string problem)
    {
        Directory.CreateDirectory(_directory.Data);
        await File.WriteAllTextAsync(_directory.Metadata, WithKeys(text));

        var message = await _directory.RefusesToOpenAsync();

        Assert.StartsWith($"{_directory.Metadata} is damaged: ", message, StringComparison.Ordinal);
        Assert.Contains(WithKeys(problem), message, StringComparison.Ordinal);
        Assert.EndsWith($"restore or correct it, or move {_directory.Data} away", message, StringComparison.Ordinal);
        Assert.Equal(WithKeys(text), await File.ReadAllTextAsync(_directory.Metadata));
    }

    [Fact]
    public async Task Metadata_that_cannot_be_read_is_refused()
    {
        Directory.CreateDirectory(_directory.Metadata);

        Assert.Contains($"{_directory.Metadata} cannot be read", await _directory.RefusesToOpenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_cannot_be_written_leaves_the_old()
    {
        var file = new MetadataFile(_directory.Work);
        file.Write(StoreMetadata.Empty, _directory.Of("work/new"));

        var error = Assert.Throws<Contracts.ContextException>(() => file.Write(StoreMetadata.Empty with { Instance = 7 }, _directory.Of("missing/new")));

        Assert.Contains($"{file.Path} cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Null(file.Read().Instance);
    }

    private static string WithKeys(string text) => text
        .Replace("kEY", new string('A', 64), StringComparison.Ordinal)
        .Replace("KEY", new string('a', 64), StringComparison.Ordinal)
        .Replace("OTHER", new string('b', 64), StringComparison.Ordinal);

    private static (string, string) Raw(KeyValuePair<string, JsonElement> pair) => (pair.Key, pair.Value.GetRawText());
}
