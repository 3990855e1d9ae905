using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Serialization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Serialization;

/// <summary>Every message of the product's that crosses processes.</summary>
public sealed class ContractMessageTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("wire", ScaleMsConfig.Complete(ConfigurationFactory.ParseString("akka.loglevel = ERROR")));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Every_message_comes_back_as_it_went_as_JSON()
    {
        var samples = Samples(_system.ActorOf(Props.Empty, "somebody")).ToDictionary(static sample => sample.GetType());
        Assert.Equal(Types<IJsonContract>().OrderBy(static type => type.Name), samples.Keys.OrderBy(static type => type.Name));

        foreach (var (type, sample) in samples)
        {
            var serializer = Assert.IsType<JsonContractSerializer>(_system.Serialization.FindSerializerFor(sample));
            var bytes = serializer.ToBinary(sample);
            var back = _system.Serialization.Deserialize(bytes, serializer.Identifier, serializer.Manifest(sample));
            Assert.IsType(type, back);
            Assert.Equal(bytes, serializer.ToBinary(back));
        }
    }

    [Fact]
    public void Every_type_has_a_name_of_its_own_on_the_wire()
    {
        Assert.Equal(Types<IJsonContract>().OrderBy(static type => type.Name), JsonContractSerializer.Types.OrderBy(static type => type.Name));
        Assert.All(Types<Command>(), static command => Assert.True(command.IsAssignableTo(typeof(IJsonContract)), command.Name));
    }

    [Fact]
    public void No_message_is_left_to_the_serializer_that_refuses() => Assert.All(
        Types<IJsonContract>().Concat(Types<IBatch>()).Concat(Types<ITransferMessage>()),
        type => Assert.IsNotType<RefusingJsonSerializer>(_system.Serialization.FindSerializerForType(type)));

    private static IEnumerable<Type> Types<T>() => typeof(T).Assembly.GetTypes().Where(static type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(T)));

    private static IEnumerable<object> Samples(IActorRef actor)
    {
        var id = Rows.Submission;
        var row = new AckRow(Rows.Key(3), 2);
        var record = new TaskRecord { Uid = "t", State = TaskState.Done };
        var item = WorkItem.Create("m", "f", 1);
        yield return new AddItem(item);
        yield return new AddWorkers { Count = 2, Worker = new WorkerDescription { Launcher = "slurm", GpusPerRank = 0.5, TimeLimit = 60, PreExec = ["true"] } };
        yield return new AddWorkflow(WorkflowDocument.Parse("""{"items": {"a": {"module": "m", "func": "f"}}}"""u8));
        yield return new Cancel { Ids = ["a"] };
        yield return new HelloCommand();
        yield return new Query { Ids = ["a"], Limit = 3, State = TaskState.Failed };
        yield return new Observe { After = 7 };
        yield return new ReadGraph(id);
        yield return new ReadLog("a") { FromStderr = 3 };
        yield return new ReleaseWorkers { Uids = ["a"] };
        yield return new ReportCommand();
        yield return new StopCommand { Now = true };
        yield return new Subscribe { All = true, Workers = true };
        yield return new Unsubscribe();
        yield return new WaitWorkers { Count = 1 };
        yield return new CommandReply(record);
        yield return new QueryReply
        {
            Records = [record],
            Status = new MasterStatus { Master = "m", Counts = ImmutableSortedDictionary<TaskState, long>.Empty, Workers = [new WorkerStatus { Name = "w", Address = "a", Slots = 2, Runtimes = ["python 3.11.2"] }] },
        };
        yield return new Observation
        {
            At = DateTimeOffset.UnixEpoch,
            Status = new MasterStatus { Master = "m", Counts = ImmutableSortedDictionary<TaskState, long>.Empty },
            Report = new SessionReport { Master = "m", Started = DateTimeOffset.UnixEpoch, Reported = DateTimeOffset.UnixEpoch, Accepted = 1, Counts = ImmutableSortedDictionary<TaskState, long>.Empty },
            Submissions = [new SubmissionProgress { Id = id, Tasks = 2, Done = 1 }],
            Running = [new RunningTask("a", "f", 2, id, 1, 1, DateTimeOffset.UnixEpoch)],
            Runs = [new EndedRun("w", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "f", TaskState.Done, "a")],
            Failures = [new TaskFailed("a", id, 1, "f", "timeout", "why", DateTimeOffset.UnixEpoch, "n")],
            Next = 9,
        };
        yield return new WorkGraph { Total = 1, Tasks = [new GraphTask(0, "a", TaskState.Done, [])] };
        yield return new TaskDescription { Mode = TaskMode.Shell, Command = "true" };
        yield return new TaskLog { Id = "a", State = TaskState.New, Stdout = "out" };
        yield return record;
        yield return new TaskResult(record);
        yield return new TaskStateChanged("a", id, 1, TaskState.New, TaskState.Done, DateTimeOffset.UnixEpoch, 1, "why");
        yield return new CheckSubmission(id, id);
        yield return new CloseSession(id);
        yield return new OpenSession(id, "api", 1);
        yield return new Refused("why");
        yield return new SessionAlive(id);
        yield return new SessionOpened(id, "m", id, actor);
        yield return new SubmissionLost(id, "why");
        yield return new WorkerCodeChanged(id, [new CodeIdentity("m", "1")]) { Types = ["m.T"] };
        yield return new SubmissionTaken(id, 1, 2, "why");
        yield return new TakeSubmission(id, id);
        yield return new WorkerStateChanged("u", WorkerState.Active, DateTimeOffset.UnixEpoch, "why") { Name = "n" };
        yield return new CancelTasks([row], WaitingOnly: true);
        yield return new OutputChunk(row.Key, 1, true, "out", "err", 3, 4);
        yield return new ReadOutput(row.Key, 1, 2, 3, actor);
        yield return new RegisterWorker
        {
            RegistrationId = id,
            Process = id,
            ApiName = "a",
            WireVersion = 1,
            Name = "w",
            Launch = "u",
            RemainingMilliseconds = 5,
            Slots = 2,
            Runtimes = [new RuntimeInfo("python", "3.11.2", "/usr") { Mpi = true }],
            Resources = new WorkerResources { Cores = 2, Memory = 1 << 30 },
            Types = ["m.T"],
            Held = [row],
            HeldResources = [new HeldResources(row, 2, new TaskResources { Gpus = 5000 }, [1])],
        };
        yield return new ReleaseNode("why");
        yield return new TasksStarted(id, [new StartedRow(row, 5)]) { MustBeAcknowledged = true };
        yield return new StartsAcknowledged(id, [row]);
        yield return new WorkerRegistered(id, "m", actor) { Files = actor };
        yield return new FileHeld("k");
        yield return new FileKept("k");
        yield return new FileLocated("k", 5, [actor]);
        yield return new FileRefused("k", "why");
        yield return new FilesDropped(["k"]);
        yield return new FilesForgotten(["k"]);
        yield return new LocateFile("k");
        yield return new OfferFile("k", 5) { Path = "/p", IsHeld = true };
        yield return new WorkerLeaving(id, "why");
        yield return new WorkerUnknown(id);
    }
}
