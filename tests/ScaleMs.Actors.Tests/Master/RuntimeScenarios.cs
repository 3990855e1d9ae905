using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Tests.Master;

public sealed class RuntimeScenarios : MasterScenario
{
    private static readonly RuntimeInfo[] Python = [new("dotnet", "10.0.1", ""), new("python", "3.11.2", "/usr")];

    [Fact]
    public void A_task_goes_to_the_worker_that_has_its_runtime_and_the_status_shows_which_has()
    {
        var plain = Worker(name: "plain");
        var python = Worker(name: "python", runtimes: Python);
        Master.Tell(new AddItem(WorkItem.Create("numpy", "mean") with { NamedEnv = "/opt/env" }), TestActor);
        ExpectMsg<CommandReply>(Patience);

        var row = Assert.Single(python.Take(1));

        Assert.Equal(new TaskRuntime { Module = "numpy", NamedEnv = "/opt/env" }, row.Runtime);
        var workers = Query().Status.Workers;
        Assert.Equal(["dotnet 10.0.1", "python 3.11.2"], workers.Single(static worker => worker.Name == "python").Runtimes.AsEnumerable());
        Assert.Empty(workers.Single(static worker => worker.Name == "plain").Runtimes);
        plain.Probe.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_task_whose_runtime_no_worker_has_is_refused_with_the_reason()
    {
        Worker();
        Master.Tell(new TaskDescription { Mode = TaskMode.Function, Function = "numpy.mean", Runtime = TaskRuntime.Python }, TestActor);

        var record = ExpectMsg<TaskResult>(Patience).Record;

        Assert.Equal((TaskState.Failed, ErrorKind.Refused), (record.State, record.ErrorKind));
        Assert.Contains(
            "the task needs the runtime 'python', which none of 1 workers has (scalems.worker.python names the interpreter)", record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_virtual_environment_for_NET_is_refused_at_once()
    {
        Master.Tell(new AddItem(WorkItem.Create("m", "f") with { Runtime = TaskRuntime.DotNet, NamedEnv = "/opt/env" }), TestActor);

        Assert.Contains("'dotnet' has no virtual environments", ExpectMsg<CommandReply>(Patience).Record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_a_worker_has_after_a_new_build_bring_their_tasks_to_it()
    {
        var (plain, python) = (Worker(name: "plain"), Worker(name: "python", runtimes: Python));
        plain.Tell(new WorkerCodeChanged(plain.Node, [new CodeIdentity("My", "2")]) { Types = ["My.Stats"] });
        Assert.Equal(2, Query().Status.Workers.Length); // The answer comes after the change.
        Master.Tell(new AddItem(WorkItem.Create("My.Stats", "Mean")), TestActor);

        Assert.Equal("My.Stats", Assert.Single(plain.Take(1)).Runtime!.Module);
        python.Probe.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }
}
