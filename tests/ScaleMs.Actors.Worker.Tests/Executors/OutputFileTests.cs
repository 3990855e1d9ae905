using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Tests.Executors;

public sealed class OutputFileTests : IDisposable
{
    private const string Key = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private readonly TaskDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_function_returns_a_file_that_it_has_written()
    {
        var outcome = await CallAsync("Make", PathOf("é.txt"), "hello");
        Assert.Null(outcome.Exception);
        Assert.Equal(FormOf("é.txt"), outcome.ReturnValue?.GetRawText());
        Assert.Equal("hello", await File.ReadAllTextAsync(PathOf("é.txt")));
    }

    [Fact]
    public async Task Files_may_be_anywhere_in_the_value() =>
        Assert.Equal($$"""{"files":[{{FormOf("0.txt")}},{{FormOf("1.txt")}}]}""", (await CallAsync("MakeSome", _directory.Path, 2)).ReturnValue?.GetRawText());

    [Theory]
    [InlineData("none", "there is no file '{0}'")]
    [InlineData("", "'{0}' is a directory, not a file")]
    public async Task What_is_not_a_file_is_named(string name, string reason)
    {
        var outcome = await CallAsync("Promise", PathOf(name));
        Assert.Equal(ErrorType.ResultNotSerializable.Name, outcome.ErrorType);
        Assert.Contains(string.Format(null, reason, PathOf(name)), outcome.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_an_argument_can_be_returned() =>
        Assert.Equal($$"""{"$file":"{{Key}}","size":5}""", (await CallAsync("Pass", Key, 5)).ReturnValue?.GetRawText());

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private string FormOf(string name) => $$$"""{"$file":{"path":"{{{PathOf(name)}}}"}}""";

    private static async Task<TaskOutcome> CallAsync(string function, params object[] args) => (await Run.ItemAsync(
        $$"""{"module": "ScaleMs.Actors.Samples.FileWork", "func": "{{function}}", "args": {{JsonSerializer.Serialize(args)}} }""")).Outcome;
}
