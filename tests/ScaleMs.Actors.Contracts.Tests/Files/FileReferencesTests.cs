using System.Text;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Files;

namespace ScaleMs.Actors.Contracts.Tests.Files;

public sealed class FileReferencesTests
{
    private static readonly string A = new('a', 64);
    private static readonly string B = new('b', 64);

    [Fact]
    public void Finds_files_at_any_depth_once()
    {
        var json = Utf8($$$"""{"args": [{"$file": "{{{A}}}", "size": 1}, [{"x": {"$file": "{{{B}}}"}}, {"$file": "{{{A}}}", "size": 1}]]}""");

        Assert.True(FileReferences.MayBeIn(json));
        Assert.Equal([A, B], FileReferences.In(json).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"$file": "abc"}""")]
    [InlineData("""{"$file": 3}""")]
    [InlineData("""{"$file": {"path": "/a"}}""")]
    [InlineData("""["$file"]""")]
    [InlineData("""{"$object": {"$file": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""")]
    public void Other_values_are_no_files(string json) => Assert.Empty(FileReferences.In(Utf8(json)));

    [Fact]
    public void Paths_replace_files_and_nothing_else()
    {
        var json = Utf8($$$"""{"args":[{"$file":"{{{A}}}","size":1},{"$file":"x"},2.50]}""");

        Assert.Equal("""{"args":["/copies/a",{"$file":"x"},2.50]}""", Encoding.UTF8.GetString(FileReferences.Localize(json, static key => $"/copies/{key[0]}")));
    }

    [Fact]
    public void References_replace_paths()
    {
        var json = Utf8("""{"return_value":[{"$file":{"path":"/tmp/x"}},1]}""");

        Assert.Equal(["/tmp/x"], FileReferences.PathsIn(json));
        Assert.Equal($$$"""{"return_value":[{"$file":"{{{B}}}","size":7,"name":"x"},1]}""", Encoding.UTF8.GetString(FileReferences.Take(json, static _ => (B, 7))));
    }

    [Fact]
    public void A_plain_object_with_that_key_is_left_alone()
    {
        var json = Utf8("""{"$object":{"$file":{"path":"/etc/passwd"},"x":{"$file":{"path":"/tmp/x"}}}}""");

        Assert.Equal(["/tmp/x"], FileReferences.PathsIn(json));
    }

    [Fact]
    public void Upper_case_is_no_key() => Assert.Null(FileReferences.KeyOf(JsonDocument.Parse($$"""{"$file": "{{A.ToUpperInvariant()}}"}""").RootElement));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
