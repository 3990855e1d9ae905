using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public sealed class RowRuntimesTests
{
    private readonly SubmissionRows _rows = new(Guid.Parse("0198c2a0-0000-7000-8000-000000000001"));
    private int _count;

    [Theory]
    [InlineData("""{"module": "numpy", "func": "f"}""", "", "numpy", "")]
    [InlineData("""{"module": "m", "func": "f", "runtime": "python", "named_env": "/opt/env"}""", "python", "m", "/opt/env")]
    [InlineData("""{"module": "m", "func": "f", "runtime": "dotnet", "max_retries": 2}""", "dotnet", "m", "")]
    [InlineData("""{"mode": "task.function", "function": "a.b.f"}""", "", "a.b", "")]
    [InlineData("""{"mode": "task.function", "function": "f"}""", "", "", "")]
    [InlineData("""{"mode": "task.function", "function": "f", "module": "m", "runtime": "python", "named_env": "/e"}""", "python", "m", "/e")]
    [InlineData("""{"mode": "task.function", "function": "run_in_worker", "kwargs": {"work_item": {"module": "m", "func": "f", "runtime": "python"}}, "named_env": "/e"}""", "python", "m", "/e")]
    [InlineData("""{"mode": "task.function", "function": "run_in_worker", "kwargs": {"work_item": {"module": 1}}}""", "", "", "")]
    [InlineData("""{"mode": "task.function", "function": "run_in_worker", "kwargs": null}""", "", "", "")]
    public void The_runtime_is_what_the_keys_of_a_function_say(string json, string name, string module, string namedEnv)
    {
        var runtime = Add(json).Runtime!;

        Assert.Equal((name, module, namedEnv), (runtime.Name, runtime.Module, runtime.NamedEnv));
    }

    [Fact]
    public void A_NUL_in_the_environment_of_the_item_in_a_description_is_a_problem()
    {
        const string Item = """{"mode": "task.function", "function": "run_in_worker", "kwargs": {"work_item": {"module": "m", "func": "f", "named_env": "/e\u0000"} } }""";
        var runtime = Add(Item).Runtime!;

        Assert.StartsWith("named_env has a NUL character at position 2", TaskRuntime.Problem(runtime.Name, runtime.NamedEnv), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"mode": "task.shell", "command": "date", "pre_exec": ["a"]}""")]
    [InlineData("""{"mode": "task.executable", "executable": "/bin/ls"}""")]
    public void Programs_have_none(string json) => Assert.Null(Add(json).Runtime);

    [Fact]
    public void Lines_to_run_first_are_part_of_it() =>
        Assert.Equal(["module load gcc"], Add("""{"mode": "task.function", "function": "m.f", "pre_exec": ["module load gcc"]}""").Runtime!.PreExec.AsEnumerable());

    [Theory]
    [InlineData("""{"module": "numpy", "func": "f"}""", true)]
    [InlineData("""{"module": "m", "func": "f", "runtime": "python"}""", true)]
    [InlineData("""{"module": "m", "func": "f", "runtime": "dotnet"}""", false)]
    [InlineData("""{"module": "System.Math", "func": "Sqrt"}""", false)]
    public void The_directories_of_the_submitter_go_with_what_may_be_Python(string json, bool go) =>
        Assert.Equal(go ? ["/home/me/code"] : [], Add(json).Runtime!.Path.AsEnumerable());

    [Fact]
    public void The_directories_are_no_part_of_the_uid()
    {
        var item = WorkItem.Create("numpy", "f", 1);

        Assert.Equal(item.Uid(), Add(Encoding.UTF8.GetString(item.ToUtf8Json())).Uid);
    }

    [Fact]
    public void Runtime_and_environment_are_part_of_the_uid()
    {
        var item = WorkItem.Create("m", "f", 1);
        TaskUid[] uids = [item.Uid(), (item with { Runtime = TaskRuntime.Python }).Uid(), (item with { NamedEnv = "/opt/env" }).Uid()];

        Assert.Equal(3, uids.Distinct().Count());
    }

    [Fact]
    public void Consecutive_tasks_of_one_module_share_it()
    {
        var first = Add("""{"module": "m", "func": "f"}""").Runtime;

        Assert.Same(first, Add("""{"module": "m", "func": "g", "args": [1]}""").Runtime);
        Assert.Same(first, Add("""{"mode": "task.function", "function": "m.h"}""").Runtime);
        Assert.NotEqual(first, Add("""{"module": "n", "func": "f"}""").Runtime);
    }

    private TaskRow Add(string json) => _rows.Add(_count++, TaskInput.Parse(Encoding.UTF8.GetBytes(json)).Searching(["/home/me/code"]));
}
