using System.Text;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>Input with bytes and characters that are not valid text.</summary>
public sealed class ByteTests
{
    private const string Root = """{"module": "System.Math", "func": "Sqrt", "args": [4.0]}""";

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_and_half_surrogates_are_errors_of_their_lines_and_all_others_run()
    {
        using var directory = new TestDirectory();
        byte[][] lines =
        [
            [0xEF, 0xBB, 0xBF, .. Utf8(Root)],
            [.. "{\"mode\": \"task.shell\", \"command\": \"cat a"u8, 0xE9, .. "b\"}"u8],
            Utf8($"{Root}\r"),
            Utf8("""{"module": "M", "func": "f", "args": ["\udc80"]}"""),
            Utf8("""{"module": "M", "func": "f", "kwargs": {"\udc81": 1}}"""),
            Utf8("""{"module": "M", "func": "f", "kwargs": {"a": {"$ref": "\udc82"}}}"""),
            Utf8("""{"mode": "task.shell", "command": "true", "metadata": {"a": ["\ud83d"]}}"""),
            Utf8("""{"module": "M", "func": "f", "name": "\ud83d", "depends_on": ["\udc83"]}"""),
            Utf8("""{"module": "M", "func": "f", "depends_on": [null]}"""),
            Utf8("""{"mode": "task.shell", "command": "true", "timeout": 1e999}"""),
            Utf8("""{"mode": "task.shell", "command": "printf \ud83d\ude00"}"""),
            Utf8(Root),
        ];
        await File.WriteAllBytesAsync(directory.File("tasks"), [.. lines.SelectMany(static (line, n) => n == 0 ? line : [(byte)'\n', .. line])]);
        await using var run = NodeProcess.StartIn(directory, "run", "tasks", "--ordered");

        await run.ExitsWithAsync(1);
        var results = ResultText.Parse(run.Output);
        Assert.Equal(Enumerable.Range(1, 12), results.Select(ResultText.Line));
        Assert.Equal(["DONE", "FAILED", "DONE", .. Enumerable.Repeat("FAILED", 7), "DONE", "DONE"], results.Select(ResultText.State));
        Assert.Equal("\U0001F600", results[10].GetProperty("stdout").GetString());
        string[] reasons =
        [
            "column 41: the byte 0xE9 is not UTF-8", "column 40: \\udc80 is half of a surrogate pair", "column 42: \\udc81", "column 56: \\udc82", "column 63: \\ud83d", "column 39: \\ud83d",
            "\"depends_on\": a list of texts is expected", "timeout is",
        ];
        int[] at = [1, 3, 4, 5, 6, 7, 8, 9];
        Assert.All(reasons.Zip(at), pair => Assert.Contains(pair.First, results[pair.Second].Exception(), StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"items\": {\n  \"a\": {\"mode\": \"task.shell\", \"command\": \"@\"}}}", "line 2, column 43: the byte 0xE9 is not UTF-8")]
    [InlineData("{\"items\": {\"a\": {\"mode\": \"task.shell\", \"command\": \"\\udc80\"}}}", "line 1, column 52: \\udc80 is half of a surrogate pair")]
    [InlineData("{\"items\": {\n\"\\udc80\": {\"mode\": \"task.shell\", \"command\": \"true\"}}}", "line 2, column 2: \\udc80 is half of a surrogate pair")]
    public async Task A_workflow_with_bytes_that_are_not_UTF_8_is_refused_with_line_and_column(string document, string said)
    {
        using var directory = new TestDirectory();
        await File.WriteAllBytesAsync(directory.File("workflow.json"), WithByte(document));
        await using var run = NodeProcess.StartIn(directory, "run", "workflow.json");

        await run.ExitsWithAsync(2);
        Assert.Contains(said, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_configuration_file_with_bytes_that_are_not_UTF_8_is_refused_with_line_and_column()
    {
        using var directory = new TestDirectory();
        await File.WriteAllBytesAsync(directory.File("node.conf"), WithByte("scalems {\n  worker.name = @\n}"));
        await using var worker = NodeProcess.StartIn(directory, "worker", "--config", "node.conf");

        await worker.ExitsWithAsync(2);
        Assert.Contains("node.conf, line 2, column 17: the byte 0xE9 is not UTF-8", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_in_UTF_16_is_refused_with_what_converts_it()
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(directory.File("tasks"), Root, Encoding.Unicode);
        await using var run = NodeProcess.StartIn(directory, "run", "tasks");

        await run.ExitsWithAsync(2);
        Assert.Contains("UTF-16", run.Errors, StringComparison.Ordinal);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Replaces the at sign by a byte of another encoding.</summary>
    private static byte[] WithByte(string text) => [.. Utf8(text).Select(static b => b == '@' ? (byte)0xE9 : b)];
}
