using System.Text.Json;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Json.Values;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Files;

public class FileValueTests
{
    private const string Key = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private const string Form = $$"""{"$file":"{{Key}}","size":5}""";

    private static readonly FileValue Hello = new(Key, 5);

    public static string Read(string path) => path;

    [Fact]
    public void Has_the_form_of_a_reference_in_both_directions()
    {
        Assert.Equal(Form, ValueJson.Encode(Hello).GetRawText());
        Assert.Equal($$"""[{"$file":"{{Key}}","size":5,"name":"a.txt"}]""", ValueJson.Encode(new[] { Hello with { Name = "a.txt" } }).GetRawText());
        Assert.Equal(Hello, ValueJson.Decode(JsonElement.Parse(Form), typeof(FileValue)));
        Assert.Equal([Hello], (FileValue[])ValueJson.Decode(JsonElement.Parse($"[{Form}]"), typeof(FileValue[]))!);
        Assert.Equal(
            Hello with { Name = "a.txt" },
            ValueJson.Decode(JsonElement.Parse($$"""{"client":"x","size":5,"name":"a.txt","$file":"{{Key}}"}"""), typeof(FileValue)));
    }

    [Theory]
    [InlineData("\"a.txt\"")]
    [InlineData("""{"$file": "abc", "size": 5}""")]
    [InlineData("""{"$file": {"path": "/a.txt"}}""")]
    [InlineData($$"""{"$file": "{{Key}}"}""")]
    [InlineData($$"""{"$file": "{{Key}}", "size": -1}""")]
    [InlineData($$"""{"$file": "{{Key}}", "size": "5"}""")]
    public void Another_value_is_no_file(string json) => Assert.Contains(
        "a file is expected", Assert.Throws<JsonException>(() => ValueJson.Decode(JsonElement.Parse(json), typeof(FileValue))).Message, StringComparison.Ordinal);

    [Fact]
    public void One_with_a_wrong_key_is_not_written() => Assert.Contains(
        "the key 'abc'", Assert.Throws<JsonException>(() => ValueJson.Encode(new FileValue("abc", 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Is_an_argument_where_a_path_is_expected()
    {
        var made = Hello;
        Assert.Equal(Form, WorkItem.Call(() => Read(made.AsPath())).Item.Args[0].GetRawText());
        Assert.Equal(Form, WorkItem.Create("m", "f", Hello).Args[0].GetRawText());
        Assert.Throws<InvalidOperationException>(() => made.AsPath());
    }

    [Fact]
    public void The_file_of_another_task_is_an_argument_where_a_path_is_expected()
    {
        ITaskReference<FileValue> value = new Reference<FileValue>("uid-1");
        ITaskReference<OutputFile> output = new Reference<OutputFile>("uid-2");
        Assert.Equal("""{"$ref":"uid-1"}""", WorkItem.Call(() => Read(value.Output.AsPath())).Item.Args[0].GetRawText());
        Assert.Equal("""{"$ref":"uid-2"}""", WorkItem.Call(() => Read(output.Output.Path)).Item.Args[0].GetRawText());
    }

    private sealed record Reference<T>(string Uid) : ITaskReference<T>
    {
        public T Output => throw new NotSupportedException();
    }
}
