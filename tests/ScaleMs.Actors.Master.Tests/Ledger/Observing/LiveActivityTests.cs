using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger.Observing;

public sealed class LiveActivityTests
{
    private readonly LedgerBench _bench = new();

    [Fact]
    public void A_submissions_tasks_are_counted_by_state_from_before_and_after_the_first_question()
    {
        Submit(0, 1, 2);
        _bench.End(0);
        Begin();
        Submit(3);
        _bench.End(1, TaskState.Failed, exception: "System.Exception: no");
        var progress = Assert.Single(Ask().Submissions);

        Assert.Equal((4, 1, 1, 2), (progress.Tasks, progress.Done, progress.Failed, progress.Scheduled));
        Assert.Null(progress.LastAt);
    }

    [Fact]
    public void A_submission_whose_tasks_have_ended_says_when()
    {
        Begin();
        Submit(0);
        _bench.End(0);

        Assert.NotNull(Assert.Single(Ask().Submissions).LastAt);
    }

    [Fact]
    public void Runs_and_failures_are_told_once()
    {
        Begin();
        Submit(0, 1);
        _bench.End(0);
        var first = Ask();
        _bench.End(1, TaskState.Failed, exception: "System.Exception: no");
        var second = Ask(first.Next);
        var third = Ask(second.Next);

        Assert.Empty(first.Failures);
        Assert.Equal("m.f", Assert.Single(first.Runs).Function);
        Assert.Equal(TaskState.Failed, Assert.Single(second.Runs).State);
        Assert.Equal("System.Exception: no", Assert.Single(second.Failures).Message);
        Assert.Empty(third.Runs);
        Assert.Empty(third.Failures);
    }

    [Fact]
    public void What_nobody_asks_for_is_not_remembered()
    {
        Submit(0);
        _bench.End(0);

        Assert.Null(_bench.Ledger.Activity);
    }

    [Fact]
    public void A_graph_has_the_dependencies_of_tasks_that_have_ended()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).Named("b").After("a"));
        _bench.End(0);
        _bench.End(1);
        var graph = WorkGraphs.Of(_bench.Ledger.Tasks, Rows.Submission);

        Assert.Equal(2, graph.Total);
        Assert.Equal(["a", "b"], graph.Tasks.Select(static task => task.Name));
        Assert.Equal(0, Assert.Single(graph.Tasks[1].After));
        Assert.Equal(TaskState.Done, graph.Tasks[1].State);
    }

    private static TaskInput Item(int number) => WorkItem.Create("m", "f", number);

    private void Submit(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            _bench.Submit(Item(number));
        }
    }

    private void Begin() => _bench.Ledger.Activity = new LiveActivity(_bench.Ledger.Tasks, now: 0);

    private Observation Ask(long after = 0) => _bench.Ledger.Activity!.AddTo(
        new Observation
        {
            At = DateTimeOffset.UnixEpoch,
            Status = new MasterStatus { Master = "m", Counts = System.Collections.Immutable.ImmutableSortedDictionary<TaskState, long>.Empty },
            Report = _bench.Ledger.Report.Build(_bench.Ledger.Tasks, "m", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
        },
        after,
        now: 0);
}
