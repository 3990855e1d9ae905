using System.Collections.Immutable;
using System.Text.Json;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master;

namespace ScaleMs.Actors.Tests.Master;

/// <summary>A whole master in a local actor system; probes act as the clients and the workers.</summary>
public abstract class MasterScenario : TestKit
{
    /// <summary>Far longer than any step takes, even on a busy machine.</summary>
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private protected MasterScenario(string config = "", string logLevel = "WARNING")
        : base($"akka.loglevel = {logLevel}")
    {
        Master = MasterNode.Start(Sys, ScaleMsOptions.From(ConfigurationFactory.ParseString(config)));
        Gate = Sys.ActorSelection($"/user/{Cpi.GateName}");
    }

    private protected IActorRef Master { get; }

    private protected ActorSelection Gate { get; }

    private protected static WorkItem Item(int n) => WorkItem.Create("System.Math", "Sqrt", n);

    private protected static TaskRow Row(Guid submission, int index) => SubmissionRows.One(Item(index), new TaskKey(submission, index));

    private protected static SubmitBatch Batch(Guid session, Guid submission, int first, int count) =>
        new(session, submission, [.. Enumerable.Range(first, count).Select(index => Row(submission, index))]);

    private protected static ResultRow Done(TaskRow row, object? value = null) => new()
    {
        Key = row.Key,
        Attempt = row.Attempt,
        State = TaskState.Done,
        StartedMicroseconds = 1,
        FinishedMicroseconds = 2,
        Payload = new TaskOutcome { ReturnValue = JsonSerializer.SerializeToElement(value), ExitCode = 0 }.ToUtf8Json(),
    };

    private protected FakeWorker Worker(int slots = 2, long credit = 1_000, string name = "worker", int system = 0, Guid process = default, params RuntimeInfo[] runtimes)
    {
        var probe = CreateTestProbe();
        var registration = new RegisterWorker
        {
            RegistrationId = Guid.CreateVersion7(),
            ApiName = Cpi.ApiName,
            WireVersion = Cpi.WireVersion,
            Name = name,
            Slots = slots,
            System = system,
            Process = process,
            Runtimes = [.. runtimes],
        };
        Gate.Tell(registration, probe.Ref);
        var registered = probe.ExpectMsg<WorkerRegistered>(Patience);
        var worker = new FakeWorker(probe, registered);
        worker.Grant(credit);
        return worker;
    }

    private protected (TestProbe Client, Guid Session) Client()
    {
        var probe = CreateTestProbe();
        var session = Guid.CreateVersion7();
        Gate.Tell(new OpenSession(session, Cpi.ApiName, Cpi.WireVersion), probe.Ref);
        Assert.Equal(Master, probe.ExpectMsg<SessionOpened>(Patience).Master);
        return (probe, session);
    }

    private protected TaskRecord Ask(Command command)
    {
        var probe = CreateTestProbe();
        Master.Tell(command, probe.Ref);
        return probe.ExpectMsg<CommandReply>(Patience).Record;
    }

    private protected QueryReply Query(Query? query = null)
    {
        var probe = CreateTestProbe();
        Master.Tell(query ?? new Query(), probe.Ref);
        return probe.ExpectMsg<QueryReply>(Patience);
    }

    /// <summary>A worker controlled by the test.</summary>
    private protected sealed class FakeWorker(TestProbe probe, WorkerRegistered registered)
    {
        /// <summary>Its node, as known in the cluster.</summary>
        public UniqueAddress Member(int system = 0) => new(Probe.Ref.Path.Address, system);

        private int _received;

        public TestProbe Probe { get; } = probe;

        public Guid Node => registered.RegistrationId;

        public void Grant(long granted) => registered.Pool.Tell(new CreditGrant(Node, granted, _received), Probe.Ref);

        /// <summary>The next <paramref name="count"/> rows, from any number of batches.</summary>
        public ImmutableArray<TaskRow> Take(int count)
        {
            var rows = ImmutableArray.CreateBuilder<TaskRow>(count);
            while (rows.Count < count)
            {
                rows.AddRange(Probe.FishForMessage<AssignBatch>(static _ => true, Patience).Tasks);
            }

            Assert.Equal(count, rows.Count);
            _received += count;
            return rows.MoveToImmutable();
        }

        public void Finish(params ReadOnlySpan<ResultRow> rows) => registered.Pool.Tell(new ResultBatch([.. rows]), Probe.Ref);

        public void Tell(object message) => registered.Pool.Tell(message, Probe.Ref);
    }
}
