using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Json.Values;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scalems-test-").FullName;

    public sealed record Report(string Title, OutputFile? File);

    public sealed record Nesting(OutputFile File);

    public static string Read(string path) => path;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Is_written_with_its_absolute_path_at_any_place_of_a_result()
    {
        var file = Written("a b.txt");
        var form = FormOf(file.Path);
        Assert.Equal(form, ValueJson.EncodeResult(file).GetRawText());
        Assert.Equal($$"""{"Title":"x","File":{{form}}}""", ValueJson.EncodeResult(new Report("x", file)).GetRawText());
        Assert.Equal($"[[{form}]]", ValueJson.EncodeResult(new[] { new[] { file } }).GetRawText());
        Assert.Equal($"[{form}]", ValueJson.EncodeResult(new object[] { file }).GetRawText());
    }

    [Fact]
    public void A_relative_path_is_that_of_the_current_directory() => Assert.Equal(Path.Combine(Environment.CurrentDirectory, "a.txt"), new OutputFile("a.txt").Path);

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_cannot_be_is_refused_at_once(string path) => Assert.ThrowsAny<ArgumentException>(() => new OutputFile(path));

    [Fact]
    public void What_is_not_a_file_is_named()
    {
        var link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, "nowhere");
        Refused($"there is no file '{_directory}/none'", new OutputFile(Path.Combine(_directory, "none")));
        Refused($"'{_directory}' is a directory", new OutputFile(_directory));
        Refused($"the link '{link}' leads to '{_directory}/nowhere'", new OutputFile(link));
        Refused("half of a surrogate pair", new OutputFile("\ud800"));
    }

    [Fact]
    public void A_link_to_a_file_is_one()
    {
        var link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, Written("a.txt").Path);
        Assert.Equal(FormOf(link), ValueJson.EncodeResult(new OutputFile(link)).GetRawText());
    }

    [Fact]
    public void As_an_argument_it_is_refused()
    {
        var file = Written("a.txt");
        Assert.Contains(
            "must be the result of a task before it can be an argument",
            Assert.Throws<ArgumentException>(() => WorkItem.Create("m", "f", new Report("x", file))).Message,
            StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => ValueJson.Encode(file));
        Assert.Equal($"\"{file.Path}\"", WorkItem.Call(() => Read(file.Path)).Item.Args[0].GetRawText());
    }

    [Fact]
    public void An_argument_that_is_written_while_a_result_is_written_is_still_one()
    {
        ValueJson.AddConverters(new NestingConverter());
        var file = Written("a.txt");
        Assert.Equal($"""["refused",{FormOf(file.Path)}]""", ValueJson.EncodeResult(new Nesting(file)).GetRawText());
    }

    [Fact]
    public void It_is_read_as_the_value_of_a_file() => Assert.Contains(
        nameof(FileValue),
        Assert.Throws<JsonException>(() => ValueJson.Decode(JsonElement.Parse("""{"$file": {"path": "/a"}}"""), typeof(OutputFile))).Message,
        StringComparison.Ordinal);

    private static string FormOf(string path) => $$$"""{"$file":{"path":"{{{path}}}"}}""";

    private static void Refused(string reason, OutputFile file) =>
        Assert.Contains(reason, Assert.Throws<JsonException>(() => ValueJson.EncodeResult(file)).Message, StringComparison.Ordinal);

    private OutputFile Written(string name)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, "hello");
        return new OutputFile(path);
    }

    private sealed class NestingConverter : JsonConverter<Nesting>
    {
        public override Nesting Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Nesting value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            try
            {
                WorkItem.Create("m", "f", value.File);
            }
            catch (ArgumentException)
            {
                writer.WriteStringValue("refused");
            }

            JsonSerializer.Serialize(writer, value.File, options);
            writer.WriteEndArray();
        }
    }
}
