using System.Diagnostics;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Tests.Master;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Tests.Telemetry;

public sealed class MasterTraceScenarios() : MasterScenario($"scalems.master.uid = {Uid}, scalems.telemetry.sample = 1")
{
    private const string Uid = "traced-master";

    private readonly TraceWatch _traces = new(Uid);

    [Fact]
    public void An_attempt_belongs_to_its_task_and_that_to_its_submission()
    {
        var submission = Guid.CreateVersion7();
        Run(Batch(Guid.Empty, submission, 0, 3));

        var whole = Whole();
        var tasks = _traces.Of("scalems.task");
        var attempts = _traces.Of("scalems.attempt");
        Assert.Equal(submission.ToString(), whole.GetTagItem("scalems.submission"));
        Assert.Equal(3L, whole.GetTagItem("scalems.tasks"));
        Assert.Equal(default, whole.ParentSpanId);
        Assert.Equal(3, tasks.Length);
        Assert.All(tasks, task => Assert.Equal((whole.TraceId, whole.SpanId), (task.TraceId, task.ParentSpanId)));
        Assert.Equal(tasks.Select(static task => task.SpanId).Order(Comparer), attempts.Select(static attempt => attempt.ParentSpanId).Order(Comparer));
        Assert.All(attempts, static attempt => Assert.Equal("worker", attempt.GetTagItem("scalems.worker")));
        Assert.All(attempts, static attempt => Assert.Equal(["assigned", "started"], attempt.Events.Select(static happened => happened.Name)));
    }

    [Fact]
    public void Each_attempt_has_a_span()
    {
        var (client, session) = Client();
        var worker = Worker();
        var submission = Guid.CreateVersion7();
        var task = SubmissionRows.One(TaskInput.Of(Item(1), new TaskScheduling { RetryOn = [RetryCause.Timeout], MaxRetries = 1 }), new TaskKey(submission, 0));
        Master.Tell(new SubmitBatch(session, submission, [task]), client.Ref);
        foreach (var attempt in (int[])[1, 2])
        {
            var row = worker.Take(1)[0];
            Assert.Equal(attempt, row.Attempt);
            worker.Finish(Done(row) with { State = TaskState.Failed, Payload = TaskOutcome.Error(ErrorType.Timeout, "no").ToUtf8Json() });
        }

        client.FishForMessage<ResultBatch>(static _ => true, Patience);

        var whole = Assert.Single(_traces.Of("scalems.task"));
        var attempts = _traces.Of("scalems.attempt");
        Assert.Equal([1, 2], attempts.Select(static attempt => attempt.GetTagItem("scalems.attempt")));
        Assert.All(attempts, attempt => Assert.Equal(whole.SpanId, attempt.ParentSpanId));
        Assert.Equal(("FAILED", ActivityStatusCode.Error), (whole.GetTagItem("scalems.task.state"), whole.Status));
    }

    [Fact]
    public void A_submission_belongs_to_its_clients_trace()
    {
        var client = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        Run(Batch(Guid.Empty, Guid.CreateVersion7(), 0, 1) with { TraceParent = $"00-{client.TraceId}-{client.SpanId}-01" });

        var whole = Whole();
        Assert.Equal((client.TraceId, client.SpanId), (whole.TraceId, whole.ParentSpanId));
        Assert.Equal(client.TraceId, Assert.Single(_traces.Of("scalems.attempt")).TraceId);
    }

    [Fact]
    public void A_task_may_have_a_place_of_its_own_in_its_clients_trace()
    {
        var client = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var submission = Guid.CreateVersion7();
        var scheduling = new TaskScheduling { TraceParent = $"00-{client.TraceId}-{client.SpanId}-01" };
        Run(new SubmitBatch(Guid.Empty, submission, [SubmissionRows.One(TaskInput.Of(Item(1), scheduling), new TaskKey(submission, 0))]));

        var task = Assert.Single(_traces.Of("scalems.task"));
        Assert.Equal((client.TraceId, client.SpanId), (task.TraceId, task.ParentSpanId));
        Assert.NotEqual(client.TraceId, Whole().TraceId);
    }

    protected override void AfterAll()
    {
        _traces.Dispose();
        base.AfterAll();
    }

    private static Comparer<ActivitySpanId> Comparer { get; } = Comparer<ActivitySpanId>.Create(static (one, other) => string.CompareOrdinal(one.ToHexString(), other.ToHexString()));

    /// <summary>The submission's span, which ends a while after its tasks.</summary>
    private Activity Whole()
    {
        AwaitAssert(() => Assert.Single(_traces.Of("scalems.submission")), Patience);
        return _traces.Of("scalems.submission")[0];
    }

    private void Run(SubmitBatch batch)
    {
        var (client, session) = Client();
        var worker = Worker(slots: batch.Tasks.Length);
        Master.Tell(batch with { Session = session }, client.Ref);
        worker.Finish([.. worker.Take(batch.Tasks.Length).Select(static row => Done(row))]);
        client.FishForMessage<ResultBatch>(static _ => true, Patience);
    }
}
