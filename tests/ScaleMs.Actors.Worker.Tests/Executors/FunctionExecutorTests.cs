using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Tests.Executors;

public class FunctionExecutorTests
{
    private const string Module = "ScaleMs.Actors.Worker.Tests.Executors.SampleFunctions";

    [Theory]
    [InlineData("""{"module": "System.Math", "func": "Sqrt", "args": [2.0]}""", "1.4142135623730951")]
    [InlineData("""{"module": "System.Math", "func": "Abs", "args": [-3]}""", "3")]
    [InlineData("""{"module": "System.Math", "func": "Max", "args": [1, 2.5]}""", "2.5")]
    [InlineData("""{"module": "System.String", "func": "Concat", "args": ["a", "b"]}""", "\"ab\"")]
    [InlineData("""{"module": "System.Text.Json.JsonNamingPolicy", "func": "ToString"}""", null)]
    public async Task Calls_the_base_library(string item, string? value) => Assert.Equal(value, (await Run.ItemAsync(item)).Outcome.ReturnValue?.GetRawText());

    [Theory]
    [InlineData("Pick", "[1]", "\"int 1\"")]
    [InlineData("Pick", "[1.5]", "\"double 1.5\"")]
    [InlineData("Pick", "[3000000000]", "\"double 3000000000\"")]
    [InlineData("Pick", "[\"a\"]", "\"string a\"")]
    [InlineData("Pick", "[{\"x\": 1, \"y\": 2}]", "\"point 1 2\"")]
    [InlineData("Sum", "[]", "0")]
    [InlineData("Sum", "[1, 2, 3]", "6")]
    [InlineData("Sum", "[[1, 2, 3]]", "6")]
    [InlineData("Optional", "[\"a\"]", "\"a 7 none\"")]
    [InlineData("Optional", "[\"a\", 8]", "\"a 8 none\"")]
    [InlineData("Mirror", "[{\"X\": 1, \"Y\": 2}]", "{\"X\":2,\"Y\":1}")]
    [InlineData("Name", "[\"Green\"]", "\"Green\"")]
    [InlineData("Natural", "[1]", "\"Int64 1\"")]
    [InlineData("Natural", "[null]", "\"null \"")]
    [InlineData("Total", "[[1, 2], {\"a\": 0.5}]", "3.5")]
    [InlineData("LaterAsync", "[1]", "2")]
    [InlineData("LaterStillAsync", "[1]", "3")]
    [InlineData("NothingAsync", "[]", null)]
    [InlineData("CanBeCancelled", "[]", "true")]
    [InlineData("Instance", "[4]", "\"SampleFunctions 4\"")]
    public async Task Takes_the_overload_that_fits_best(string function, string args, string? value)
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "{{function}}", "args": {{args}} }""");
        Assert.Null(execution.Outcome.Exception);
        Assert.Equal((TaskState.Done, 0, value), (execution.State, execution.Outcome.ExitCode, execution.Outcome.ReturnValue?.GetRawText()));
    }

    [Theory]
    [InlineData("System.String", "Join", "[\",\", [\"a\", \"b\"]]", "\"a,b\"")]
    [InlineData("System.String", "Join", "[\",\", \"a\", 1]", "\"a,1\"")]
    [InlineData("System.Convert", "ToUInt64", "[18446744073709551615]", "18446744073709551615")]
    [InlineData("System.Convert", "ToString", "[3000000000]", "\"3000000000\"")]
    [InlineData("System.Math", "Abs", "[\"NaN\"]", "\"NaN\"")]
    [InlineData("System.Double", "IsNaN", "[\"NaN\"]", "true")]
    [InlineData("System.Math", "Round", "[2.5]", "2")]
    [InlineData("System.Math", "Max", "[1, 3000000000]", "3000000000")]
    [InlineData("System.Math", "BigMul", "[3, 4]", "12")]
    [InlineData("System.Numerics.BigInteger", "Pow", "[123456789012345678901234567890, 2]", "15241578753238836750495351562536198787501905199875019052100")]
    public async Task Takes_the_overload_that_CSharp_would_take(string module, string function, string args, string value)
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{module}}", "func": "{{function}}", "args": {{args}} }""");
        Assert.Null(execution.Outcome.Exception);
        Assert.Equal(value, execution.Outcome.ReturnValue?.GetRawText());
    }

    [Fact]
    public async Task Where_CSharp_would_take_none_the_candidates_are_named()
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Either", "args": [1, 1]}""");
        Assert.Contains("fit these arguments equally well", execution.Outcome.Exception, StringComparison.Ordinal);
        Assert.Contains("Either(System.Int32 a, System.Int64 b)", execution.Outcome.Exception, StringComparison.Ordinal);
        Assert.Contains("Either(System.Int64 a, System.Int32 b)", execution.Outcome.Exception, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Double a", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Module, "View", "returns a System.ReadOnlySpan`1[System.Char], which is a view of memory")]
    [InlineData(Module, "Generic", "it is generic")]
    [InlineData(Module, "TryPick", "its parameter 'value' is a System.Int32&")]
    public async Task A_method_that_no_task_can_call_says_why(string module, string function, string reason) => Assert.Contains(
        reason, (await Run.ItemAsync($$"""{"module": "{{module}}", "func": "{{function}}", "args": ["x"]}""")).Outcome.Exception, StringComparison.Ordinal);

    [Fact]
    public async Task Takes_arguments_by_name() =>
        Assert.Equal("a 9 z", (await Run.ItemAsync(
            $$"""{"module": "{{Module}}", "func": "Optional", "args": ["a"], "kwargs": {"c": "z", "b": 9} }""")).Outcome.ReturnValue?.GetString());

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"comm\"")]
    public async Task Passes_the_communicator_last_or_by_name(string name) =>
        Assert.Equal("#0 of 1", (await Run.ItemAsync(
            $$"""{"module": "{{Module}}", "func": "Rank", "args": ["#"], "comm_arg_name": {{name}} }""")).Outcome.ReturnValue?.GetString());

    [Theory]
    [InlineData("No.Such.Type", "F", "[]", "no type 'No.Such.Type'", "--modules")]
    [InlineData("System.Math", "Sqroot", "[1]", "System.Math", "Sqroot")]
    [InlineData("System.Math", "sqrt", "[1]", "did you mean 'Sqrt'")]
    [InlineData("System.Math", "Sqrt", "[]", "'d' (System.Double) is missing")]
    [InlineData("System.Math", "Sqrt", "[1, 2]", "fewer positional arguments than the 2 given")]
    [InlineData("System.Math", "Sqrt", "[\"two\"]", "takes System.Double, not \"two\"")]
    [InlineData("System.Math", "Abs", "[\"two\"]", "no overload of System.Math.Abs")]
    public async Task A_call_that_cannot_be_made_says_why(string module, string function, string args, params string[] reasons)
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{module}}", "func": "{{function}}", "args": {{args}} }""");
        Assert.Equal(TaskState.Failed, execution.State);
        Assert.All(reasons, reason => Assert.Contains(reason, execution.Outcome.Exception, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"nope\": 1}", "no parameter 'nope'; its parameters are a, b, c")]
    [InlineData("{\"a\": \"x\"}", "both by position and by name")]
    public async Task A_wrong_keyword_is_named(string kwargs, string reason) =>
        Assert.Contains(
            reason,
            (await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Optional", "args": ["a"], "kwargs": {{kwargs}} }""")).Outcome.Exception,
            StringComparison.Ordinal);

    [Fact]
    public async Task An_exception_is_told_with_type_message_and_trace()
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Fail", "args": ["no good"]}""");
        Assert.Equal((TaskState.Failed, 1, "System.ArgumentException: no good"), (execution.State, execution.Outcome.ExitCode, execution.Outcome.Exception));
        Assert.Contains("SampleFunctions.Fail", execution.Outcome.ExceptionDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_serialized_names_its_type()
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Unserializable"}""");
        Assert.Equal(TaskState.Failed, execution.State);
        Assert.Contains("System.Action", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_too_large_names_its_size_and_the_limit()
    {
        var execution = await Run.ItemAsync($$"""{"module": "{{Module}}", "func": "Large", "args": [2000000]}""");
        Assert.Equal(TaskState.Failed, execution.State);
        Assert.Contains("the task's result takes 2000", execution.Outcome.Exception, StringComparison.Ordinal);
        Assert.Contains("1048576", execution.Outcome.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_call_prints_is_its_own()
    {
        var executions = await Task.WhenAll(Enumerable.Range(0, 20).Select(static n =>
            Run.ItemAsync($$"""{"module": "{{Module}}", "func": "SayAsync", "args": ["call {{n}}"]}""")));
        Assert.All(executions.Index(), static e => Assert.Equal(
            ($"call {e.Index}{Environment.NewLine}", $"call {e.Index}!{Environment.NewLine}"),
            (e.Item.Outcome.Stdout, e.Item.Outcome.Stderr)));
    }

    [Fact]
    public async Task The_seeds_generated_task_runs_its_work_item() =>
        Assert.Equal(3, (await Run.DescriptionAsync(
            """
            {"uid": "scalems-task-1", "mode": "task.function", "function": "run_in_worker", "executable": "scalems",
             "kwargs": {"work_item": {"module": "System.Math", "func": "Sqrt", "args": [9], "kwargs": {}, "comm_arg_name": null}}}
            """)).Outcome.ReturnValue?.GetInt32());

    [Fact]
    public async Task A_dotted_function_needs_no_module() =>
        Assert.Equal(3, (await Run.DescriptionAsync("""{"mode": "task.function", "function": "System.Math.Sqrt", "args": [9]}""")).Outcome.ReturnValue?.GetInt32());

    [Theory]
    [InlineData("""{"mode": "task.function", "function": "System.Math.Sqrt", "args": [2], "pre_exec": ["true"]}""", "pre_exec of a function runs before its process starts")]
    [InlineData("""{"mode": "task.other", "function": "x"}""", "'task.other' is not one of task.executable, task.function, task.proc, task.shell")]
    [InlineData("""{"mode": "task.function", "functoin": "x"}""", "functoin")]
    [InlineData("""{"mode": "task.shell", "command": "true", "ranks": 0}""", "ranks")]
    public async Task A_description_that_makes_no_sense_is_refused(string task, string reason)
    {
        var execution = await Run.DescriptionAsync(task);
        Assert.Equal(TaskState.Failed, execution.State);
        Assert.Contains(reason, execution.Outcome.Exception, StringComparison.Ordinal);
    }
}
