using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Pool;

public sealed class RuntimePlacementTests
{
    private static readonly TaskRuntime Numpy = new() { Module = "numpy" };

    private readonly PoolNode _plain = Node("plain");
    private readonly PoolNode _python = Node("python", [new RuntimeInfo("dotnet", "10.0.1", ""), new RuntimeInfo("python", "3.11.2", "/usr")]);
    private readonly PoolNode _typed = Node("typed", types: ["My.Stats"]);

    [Fact]
    public void Programs_and_what_every_node_has_go_to_any_node()
    {
        foreach (var runtime in new[]
        {
            null,
            new TaskRuntime { Name = TaskRuntime.DotNet, Module = "numpy" },
            new TaskRuntime { Module = "System.Math" },
            new TaskRuntime { Module = "System.Math", NamedEnv = "/opt/env" },
        })
        {
            Assert.Equal([_plain, _python, _typed], NodesFor(runtime));
        }
    }

    [Fact]
    public void A_named_runtime_goes_to_the_nodes_that_registered_it()
    {
        Assert.Equal([_python], NodesFor(Numpy with { Name = TaskRuntime.Python }));
        Assert.Empty(NodesFor(Numpy with { Name = "julia" }));
    }

    [Fact]
    public void A_module_that_is_a_type_of_some_nodes_goes_to_them() =>
        Assert.Equal([_typed], NodesFor(new TaskRuntime { Module = "My.Stats", PreExec = ["a"] }));

    [Fact]
    public void Any_other_module_goes_to_Python_if_there_is_Python() => Assert.Equal([_python], NodesFor(Numpy));

    [Fact]
    public void Where_there_is_no_Python_any_node_says_what_is_missing() =>
        Assert.Equal([_plain, _typed], Those(new RuntimePlacement([_plain, _typed]), Numpy, _plain, _typed));

    [Fact]
    public void A_task_with_an_environment_or_lines_to_run_first_needs_Python_even_where_there_is_none()
    {
        var placement = new RuntimePlacement([_plain, _typed]);

        Assert.Empty(Those(placement, Numpy with { NamedEnv = "/opt/env" }, _plain, _typed));
        Assert.Empty(Those(placement, Numpy with { PreExec = ["module load gcc"] }, _plain, _typed));
    }

    [Fact]
    public void A_reason_names_what_is_missing()
    {
        var placement = new RuntimePlacement([_plain, _typed]);

        Assert.Equal(
            "the task needs the runtime 'python', which none of 2 workers has (scalems.worker.python names the interpreter)",
            placement.Problem(new TaskShape(1, 1, NeedOf(Numpy with { Name = TaskRuntime.Python })), workers: 2));
        Assert.Equal("the task needs the runtime 'julia', which none of 2 workers has; known are dotnet", placement.Problem(new TaskShape(1, 1, NeedOf(Numpy with { Name = "julia" })), 2));
        Assert.Equal(
            "the task needs 5 slots on one worker with the type 'My.Stats'; the largest of these has 2",
            placement.Problem(new TaskShape(5, 1, NeedOf(new TaskRuntime { Module = "My.Stats" })), workers: 2));
        Assert.Equal(
            "the task needs 5 ranks with 2 slots each; all of 2 workers together have room for 2",
            placement.Problem(new TaskShape(10, 5, NeedOf(null)), workers: 2));
        Assert.Equal("the task needs 5 slots on one worker; the largest of 2 workers has 2", placement.Problem(new TaskShape(5, 1, NeedOf(null)), workers: 2));
    }

    [Fact]
    public void However_many_modules_are_named_few_answers_are_kept()
    {
        var placement = new RuntimePlacement([_plain]);
        foreach (var n in Enumerable.Range(0, 10_000))
        {
            Assert.Equal([_plain], placement.For(NeedOf(new TaskRuntime { Module = $"m{n}" })).Nodes);
        }
    }

    private static PoolNode Node(string name, RuntimeInfo[]? runtimes = null, string[]? types = null) =>
        new(Guid.CreateVersion7(), name, slots: 2, new FakeRef(name)) { Runtimes = [.. runtimes ?? []], Types = (types ?? []).ToHashSet() };

    private static RuntimeNeed NeedOf(TaskRuntime? runtime) => RuntimeNeed.Of(runtime);

    private static PoolNode[] Those(RuntimePlacement placement, TaskRuntime? runtime, params PoolNode[] of) =>
        Array.FindAll(of, placement.For(NeedOf(runtime)).Contains);

    private PoolNode[] NodesFor(TaskRuntime? runtime) =>
        Those(new RuntimePlacement([_plain, _python, _typed]), runtime, _plain, _python, _typed);
}
