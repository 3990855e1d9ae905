using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class WorkflowTests
{
    private const string Diamond =
        """
        {
          "items": {
            "sum": {"module": "System.Math", "func": "Max", "args": [{"$ref": "left"}, {"$ref": "right"}]},
            "left": {"module": "System.Math", "func": "Sqrt", "args": [{"$ref": "top"}]},
            "right": {"module": "System.Math", "func": "Abs", "args": [{"$ref": "top"}]},
            "top": {"module": "System.Math", "func": "Pow", "args": [2.0, 4.0]},
            "after": {"mode": "task.shell", "command": "echo after"}
          },
          "edges": [["sum", "after"]]
        }
        """;

    [Fact]
    public async Task A_workflow_document_is_one_submission_with_results_by_name()
    {
        using var file = TaskFile.Of(Diamond);
        await using var run = NodeProcess.Start("run", file.Path);

        await run.ExitsWithAsync(0);
        var values = ResultText.Parse(run.Output).ToDictionary(static result => result.GetProperty("name").GetString()!, ResultText.Value);
        Assert.Equal(["after", "left", "right", "sum", "top"], values.Keys.Order());
        Assert.Equal(
            (4.0, 16.0, 16.0, 16.0),
            (values["left"].GetDouble(), values["right"].GetDouble(), values["sum"].GetDouble(), values["top"].GetDouble()));
    }

    [Fact]
    public async Task A_workflow_comes_from_standard_input_too_and_goes_to_a_running_master()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(Diamond.ReplaceLineEndings(" "));
        await cluster.SeedAsync();
        await cluster.WorkerAsync();

        await using var run = NodeProcess.StartWith(Diamond, null, "run", "-", "--ordered");
        var submit = await cluster.EndedAsync(0, "submit", file.Path, "--ordered");
        await run.ExitsWithAsync(0);
        Assert.Equal(["top", "left", "right", "sum", "after"], ResultText.Parse(submit.Output).Select(static result => result.GetProperty("name").GetString()));

        // A program is a separate task each time it runs.
        Assert.Equal(run.Output[..4], submit.Output[..4]);
        Assert.NotEqual(run.Output[4], submit.Output[4]);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        {
            "a -> b -> a",
            """{"items": {"a": {"module": "M", "func": "f", "args": [{"$ref": "b"}]}, "b": {"module": "M", "func": "f", "depends_on": ["a"]}}}"""
        },
        { "item 'a'", """{"items": {"a": {"module": "M"}}}""" },
        { "names 'c'", """{"items": {"a": {"module": "M", "func": "f"}}, "edges": [["a", "c"]]}""" },
        { "line 2", "{\"items\": {\"a\":\n  {\"module\": M}}}" },
        { "without \"items\"", "{\"module\": \"M\",\n \"func\": \"f\"}" },
        { "nowhere", """{"items": {"a": {"module": "M", "func": "f", "depends_on": ["nowhere"]}}}""" },
        { "item 'a'", """{"items": {"a": {"mode": "task.shell"}}}""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_workflow_that_cannot_be_is_refused_as_a_whole_with_the_reason(string said, string document)
    {
        using var file = TaskFile.Of(document);
        await using var run = NodeProcess.Start("run", file.Path);

        await run.ExitsWithAsync(2);
        Assert.Contains(said, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Lines_refer_to_earlier_lines_by_name_and_mistakes_name_the_line()
    {
        using var file = TaskFile.Of(
            """{"name": "two", "module": "System.Math", "func": "Sqrt", "args": [4.0]}""",
            """{"name": "root", "module": "System.Math", "func": "Sqrt", "args": [{"$ref": "two"}]}""",
            """{"module": "System.Math", "func": "Sqrt", "args": [1.0], "depends_on": ["later"]}""",
            """{"name": "two", "module": "System.Math", "func": "Sqrt", "args": [9.0]}""",
            """{"name": 5, "module": "System.Math", "func": "Sqrt", "args": [9.0]}""",
            """{"name": "late", "module": "System.Math", "func": "Sqrt", "args": [9.0], "depends_on": ["root"], "max_retries": -1}""");
        await using var run = NodeProcess.Start("run", file.Path, "--ordered");

        await run.ExitsWithAsync(1);
        var results = ResultText.Parse(run.Output);
        Assert.Equal(["DONE", "DONE", "FAILED", "FAILED", "FAILED", "FAILED"], results.Select(ResultText.State));
        Assert.Equal(Math.Sqrt(2), results[1].Value().GetDouble());
        string[] reasons = ["'later'", "the name 'two'", "\"name\": a text is expected", "max_retries"];
        Assert.All(reasons.Zip(results.Skip(2)), static pair => Assert.Contains(pair.First, pair.Second.Exception(), StringComparison.Ordinal));
        Assert.Contains("line 3: refused: it depends on 'later'", run.Errors, StringComparison.Ordinal);
        Assert.Contains("line 4 ('two'): ", run.Errors, StringComparison.Ordinal);
    }
}
