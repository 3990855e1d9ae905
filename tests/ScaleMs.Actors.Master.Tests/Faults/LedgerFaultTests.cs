using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Tests.Journal;
using ScaleMs.Actors.Master.Tests.Ledger;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Faults;

public sealed class LedgerFaultTests() : TestKit("akka.loglevel = OFF")
{
    private static readonly Guid Session = LedgerBench.Session;
    private static readonly Guid OtherSession = Guid.Parse("0198c2a0-0000-7000-8000-00000000000b");

    private static readonly Guid SubTasks = Guid.Parse("0198c2a0-0000-7000-8000-00000000000d");

    private readonly Dictionary<int, TaskAttempt> _tickets = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Wherever_a_transition_fails_nothing_of_it_is_written_or_told(bool journaled)
    {
        var failures = 0;
        while (Play(failures + 1, journaled))
        {
            failures++;
        }

        // The scenario covers every message of the ledger; fewer effects would mean that it no longer does.
        Assert.InRange(failures, journaled ? 80 : 55, 1_000);
    }

    /// <summary>Runs the scenario with one effect failing.</summary>
    /// <returns>False when the scenario has fewer effects.</returns>
    private bool Play(int failAt, bool journaled)
    {
        _tickets.Clear();
        using var directory = new JournalDirectory();
        using var world = new FaultyWorld(this, failAt);
        var (state, journal) = journaled
            ? LedgerState.Open(new JournalSettings(directory.Path, SyncEveryCommit: false), LedgerBench.Limits, 1_000_000)
            : (new LedgerState(LedgerBench.Limits), (LedgerJournal?)null);
        state.Effects.Collecting = world.Collecting;
        world.Start(TaskLedger.Props(new LedgerSettings("master", LedgerBench.Limits), state, journal));
        var (client, pool, asker) = (world.Probe(), world.Probe(), world.Probe());
        foreach (var (step, answered) in Steps(pool.Ref, client.Ref, asker.Ref))
        {
            var written = journal?.LastSequence;
            world.Step(step(), SenderOf(answered, client, pool, asker));
            if (world.HasFailed)
            {
                AssertNothingLeft(world, answered, written, journal);
                AssertEnds(world, answered, asker);
                return true;
            }

            Assert.Null(world.Broken);
            foreach (var attempt in world.Told.OfType<EnqueueAttempts>().SelectMany(static enqueue => enqueue.Attempts).Where(static attempt => attempt.Task.Parent is null))
            {
                _tickets[attempt.Task.Key.Index] = attempt;
            }
        }

        return false;
    }

    private static void AssertNothingLeft(FaultyWorld world, Answered answered, long? written, LedgerJournal? journal)
    {
        Assert.Equal(written, journal?.LastSequence);
        if (journal is not null)
        {
            // Messages of earlier steps are still pending, because they wait for their commits.
            return;
        }

        var answer = answered switch
        {
            Answered.ByRecord => world.Told.OfType<CommandFinished>().Select(static finished => finished.Record).Concat(world.Told.OfType<TaskResult>().Select(static result => result.Record))
                .Select(static record => record.Exception),
            Answered.ByRefusal => world.Told.OfType<Refused>().Select(static refused => refused.Reason)
                .Concat(world.Told.OfType<SubmissionTaken>().Select(static taken => taken.Problem)),
            _ => [],
        };
        Assert.All(world.Told.Skip(answered == Answered.Not || answered == Answered.FromPool ? 0 : 1), static told => Assert.Fail($"it told {told}"));
        Assert.All(answer, static reason => Assert.Contains("the effect that fails", reason, StringComparison.Ordinal));
    }

    private static void AssertEnds(FaultyWorld world, Answered answered, TestProbe asker)
    {
        var report = new CommandCall(new ReportCommand(), Request("report.1", asker.Ref));
        var reads = world.Broken is null;
        world.Step(report, asker);
        var record = world.Await<CommandFinished>(static finished => finished.Record.Uid == "report.1").Record;
        if (reads)
        {
            // A message that only reads has changed nothing, so the ledger goes on.
            Assert.Contains(answered, new[] { Answered.ByRecord, Answered.Not });
            Assert.Equal(TaskState.Done, record.State);
        }
        else
        {
            Assert.Contains("the effect that fails", world.Broken, StringComparison.Ordinal);
            Assert.Contains("the effect that fails", record.Exception, StringComparison.Ordinal);
        }
    }

    private static TestProbe SenderOf(Answered answered, TestProbe client, TestProbe pool, TestProbe asker) => answered switch
    {
        Answered.FromPool => pool,
        Answered.ByRecord => asker,
        _ => client,
    };

    /// <summary>Every message that the ledger handles, in an order in which each has an effect.</summary>
    private IEnumerable<(Func<object> Message, Answered Answered)> Steps(IActorRef pool, IActorRef client, IActorRef asker)
    {
        var rows = new SubmissionRows(Rows.Submission);
        yield return (() => new UsePool(pool), Answered.FromPool);
        yield return (() => new WorkersChanged(["process"], []), Answered.FromPool);
        yield return (() => new AttachSession(Session, client), Answered.ByRefusal);
        yield return (() => Call(new Subscribe { All = true }, asker), Answered.ByRecord);
        yield return (() => new SubmitBatch(Session, Rows.Submission, [.. Tasks().Select((task, index) => rows.Add(index, task))]) { MaxRunning = 100 }, Answered.Not);
        yield return (() => new AttemptsAssigned("w", [.. _tickets.Values]), Answered.FromPool);
        yield return (() => new AttemptsStarted([.. _tickets.Values.Select(static attempt => new StartedTask(attempt.Task.Key, attempt.Attempt, 1_500_000))]), Answered.FromPool);
        yield return (() => Result(pool, 0, TaskState.Done), Answered.FromPool);
        yield return (() => Result(pool, 2, TaskState.Failed), Answered.FromPool);
        yield return (() => new AttemptsAssigned("w", [_tickets[2]]), Answered.FromPool);
        yield return (() => new AttemptsLost("w", "gone", [_tickets[3]]), Answered.FromPool);
        yield return (() => new ClaimHeld(Guid.CreateVersion7(), [new AckRow(Rows.Key(4), 1)]), Answered.FromPool);
        yield return (() => new SubmitBatch(OtherSession, SubTasks, [SubTask(0, 4), SubTask(1, 6), SubTask(2, 99)]), Answered.Not);
        yield return (() => new WorkersGone([OtherSession]), Answered.FromPool);
        yield return (() => new ResultAck([new AckRow(Rows.Key(0), 1), new AckRow(Rows.Key(1), 1)]), Answered.Not);
        yield return (() => Call(new Cancel { Submission = Rows.Submission }, asker), Answered.ByRecord);
        yield return (() => new TasksWithdrawn([_tickets[3].Task]), Answered.FromPool);
        yield return (() => new AttemptsUnschedulable("too small", [_tickets[6]]), Answered.FromPool);
        yield return (() => new AddTask(rows.Add(20, Item(20)), asker, Request("add_item.0", asker)), Answered.ByRecord);
        yield return (() => Graph(asker), Answered.ByRecord);
        yield return (() => new TakeSubmission(OtherSession, Rows.Submission), Answered.ByRefusal);
        yield return (() => Call(new Query { Limit = 10 }, asker), Answered.ByRecord);
        yield return (() => Call(new ReportCommand(), asker), Answered.ByRecord);
        yield return (() => Call(new ReadLog(WorkItem.Create("m", "f", 0).Uid().ToString()), asker), Answered.ByRecord);
        yield return (() => new SessionAlive(OtherSession), Answered.Not);
        yield return (() => new CheckSubmission(Session, Rows.Submission), Answered.Not);
        yield return (() => Call(new Unsubscribe(), asker), Answered.ByRecord);
        yield return (() => new CloseSession(OtherSession), Answered.Not);
        yield return (() => new DrainLedger(StopMode.CancelRunning, "stopping"), Answered.Not);
    }

    private static TaskRow SubTask(int index, int parent) =>
        SubmissionRows.One(WorkItem.Create("sub", "f", index), new TaskKey(SubTasks, index)) with { Parent = new SubTaskParent(Rows.Key(parent), 1) };

    private static WorkerResults Result(IActorRef node, int index, TaskState state) => new(
        node, "w", new ResultBatch([Rows.Result(index, 1, state, (state == TaskState.Done ? new TaskOutcome { ExitCode = 0 } : TaskOutcome.Error(new ErrorType(ErrorKind.UserError, "Error"), "no")).ToUtf8Json())]));

    private static AddGraph Graph(IActorRef asker)
    {
        var (graph, rows) = (Guid.CreateVersion7(), new SubmissionRows(Rows.Submission));
        ImmutableArray<TaskRow> tasks = [.. Enumerable.Range(30, 2).Select(index => rows.Add(index, Item(index)) with { Key = new TaskKey(graph, index - 30) })];
        return new AddGraph(graph, tasks, ["a", "b"], Request("add_workflow.0", asker));
    }

    private static CommandCall Call(Command command, IActorRef asker) => new(command, Request("command.0", asker));

    private static CommandRequest Request(string uid, IActorRef asker) => new(uid, asker) { Handler = asker };

    private static TaskInput Item(int number) => TaskInput.Of(WorkItem.Create("m", "f", number), TaskScheduling.Default);

    private static IEnumerable<TaskInput> Tasks() =>
    [
        TaskInput.Of(WorkItem.Create("m", "f", 0), new TaskScheduling { Name = "first" }),
        Item(0),
        TaskInput.Of(WorkItem.Create("m", "f", 2), new TaskScheduling { RetryOn = [RetryCause.Error], MaxRetries = 2 }),
        TaskInput.Of(WorkItem.Create("m", "f", 3), new TaskScheduling { TotalTimeout = 3_600 }),
        Item(4),
        TaskInput.Of(WorkItem.Create("m", "f", 5), new TaskScheduling { DependsOn = ["first"] }),
        Item(6),
    ];

    /// <summary>How a message that fails is answered, and its sender.</summary>
    private enum Answered
    {
        Not,
        FromPool,
        ByRecord,
        ByRefusal,
    }
}
