using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Input;

namespace ScaleMs.Actors.Node.Tests.Input;

public sealed class WorkflowFileTests
{
    [Theory]
    [InlineData("[\n{\"module\": \"m\", \"func\": \"f\"}\n]", "is one JSON array over several lines: write each of its tasks on a line of its own, or a workflow document, {\"items\": {name: task, ...}}")]
    [InlineData("""{"items": {"a": {"module": "m", "func": "f", "priority": 1}}}""", "item 'a': not a work item: \"priority\": only a description with a \"mode\" can have it")]
    [InlineData("""{"items": {}, "edge": []}""", "\"edge\": no such key; did you mean \"edges\"?")]
    [InlineData("""{"items": {}, "edges": ["a", "b"]}""", "\"edges\": a list of lists of texts is expected")]
    public async Task A_mistake_in_a_workflow_is_named_with_its_key_in_the_users_words(string document, string expected)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, document);
        using var lines = TaskLines.Open(file);
        var error = await Assert.ThrowsAsync<UsageException>(() => WorkflowFile.ReadAsync(lines, CancellationToken.None));

        Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
