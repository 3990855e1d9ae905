using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class WorkGraphTests
{
    private readonly LedgerBench _bench = new();

    [Fact]
    public void The_last_of_a_chain_of_10_000_failures_names_the_root_first_and_leaves_out_the_middle()
    {
        const int Length = 10_000;
        var bench = new LedgerBench(LedgerBench.Limits with { RetainedTasks = Length, RetainedBytes = long.MaxValue });
        bench.Submit(Item(0).Named("0"));
        for (var i = 1; i < Length; i++)
        {
            bench.Submit(Item(i).After($"{i - 1}").Named($"{i}"));
        }

        bench.End(0, TaskState.Failed, exception: "System.InvalidOperationException: no input");
        var error = bench.Error(Length - 1);
        Assert.StartsWith(
            $"dependency failed: {bench.Task(0).Uid} is FAILED: System.InvalidOperationException: no input; this came by {bench.Task(1).Uid}, ", error, StringComparison.Ordinal);
        Assert.EndsWith($", 9994 others, {bench.Task(Length - 2).Uid}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_waits_for_all_that_it_depends_on()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).Named("b"));
        _bench.Submit(Item(2).After("a", "b"));
        Assert.Equal([0, 1], _bench.Runnable());
        Assert.Equal(TaskState.Waiting, _bench.State(2));

        _bench.End(0);
        Assert.Empty(_bench.Runnable());
        _bench.End(1);
        Assert.Equal([2], _bench.Runnable());
        Assert.Equal(TaskState.Scheduled, _bench.State(2));
    }

    [Fact]
    public void Values_take_the_place_of_references_at_any_depth()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Parse("""{"module": "m", "func": "g", "args": [{"deep": [{"$ref": "a"}, 7]}], "kwargs": {"k": {"$ref": "a"}}}"""));

        _bench.End(0, value: new { x = 1.5 });

        Assert.Equal(
            """{"func":"g","module":"m","args":[{"deep":[{"x":1.5},7]}],"kwargs":{"k":{"x":1.5}},"comm_arg_name":null}""",
            Encoding.UTF8.GetString(_bench.Task(1).Payload.Span));
    }

    [Fact]
    public void A_task_may_depend_on_one_that_has_ended_and_on_one_of_another_submission()
    {
        _bench.Submit(Item(0));
        _bench.End(0, value: 3);
        var uid = _bench.Task(0).Uid.ToString();

        Assert.Null(_bench.Submit(Parse($$$"""{"module": "m", "func": "g", "args": [{"$ref": "{{{uid}}}"}]}""")));

        Assert.Contains("\"args\":[3]", Encoding.UTF8.GetString(_bench.Task(1).Payload.Span), StringComparison.Ordinal);
        Assert.Equal(TaskState.Scheduled, _bench.State(1));
    }

    [Fact]
    public void An_unknown_dependency_is_refused_at_submission()
    {
        Assert.Contains("'nobody', which is neither the name", _bench.Submit(Item(0).After("nobody")), StringComparison.Ordinal);
        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);
    }

    [Fact]
    public void A_failed_input_fails_its_dependents_with_the_chain_as_reason()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).After("a").Named("b"));
        _bench.Submit(Item(2).After("b"));

        _bench.End(0, TaskState.Failed, exception: "System.DivideByZeroException: no");

        Assert.Equal([TaskState.Failed, TaskState.Failed, TaskState.Failed], Enumerable.Range(0, 3).Select(_bench.State));
        Assert.Contains("dependency failed", _bench.Error(2), StringComparison.Ordinal);
        Assert.Contains(_bench.Task(1).Uid.ToString(), _bench.Error(2), StringComparison.Ordinal);
        Assert.Contains(_bench.Task(0).Uid.ToString(), _bench.Error(2), StringComparison.Ordinal);
        Assert.Contains("DivideByZero", _bench.Error(2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependent_that_wants_to_runs_in_spite_of_a_failure()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).Named("b"));
        _bench.Submit(Parse("""{"module": "m", "func": "g", "args": [{"$ref": "a"}, {"$ref": "b"}], "on_dependency_failure": "run"}"""));
        _bench.Runnable();

        _bench.End(0, TaskState.Failed);
        Assert.Equal(TaskState.Waiting, _bench.State(2));
        _bench.End(1, value: 2);

        Assert.Equal([2], _bench.Runnable());
        Assert.Contains("\"args\":[null,2]", Encoding.UTF8.GetString(_bench.Task(2).Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_any_length_falls_without_recursion()
    {
        const int Length = 50_000;
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { RetainedTasks = Length, RetainedBytes = long.MaxValue }) { Effects = { Now = 1 } };
        _bench.Submit(Item(0).Named("0"));
        for (var i = 1; i < Length; i++)
        {
            _bench.Submit(Item(i).After($"{i - 1}").Named($"{i}"));
        }

        _bench.End(0, TaskState.Failed);

        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);
        Assert.True(_bench.Error(Length - 1)!.Length < 3_000);
    }

    [Fact]
    public void A_task_with_very_many_dependents_costs_each_its_part_only()
    {
        const int Count = 100_000;
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { RetainedTasks = Count, RetainedBytes = long.MaxValue }) { Effects = { Now = 1 } };
        _bench.Submit(Item(0).Named("root"));
        for (var i = 1; i <= Count; i++)
        {
            _bench.Submit(Item(i).After("root"));
        }

        _bench.End(0);

        Assert.Equal(Count + 1, _bench.Runnable().Length);
    }

    [Fact]
    public void A_graph_is_accepted_or_refused_as_one()
    {
        var refused = _bench.Submit(atomic: true, Item(0).Named("a"), Item(1).After("a"), Item(2).After("nobody"));

        var because = Assert.Single(refused.Refused);
        Assert.Equal(2, because.Index);
        Assert.Contains("nobody", because.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Ledger.Tasks.Unfinished);

        var accepted = _bench.Submit(atomic: true, Item(3).Named("c"), Item(4).After("c"));
        Assert.Empty(accepted.Refused);
        Assert.Equal(2, _bench.Ledger.Tasks.Unfinished);
    }

    [Fact]
    public void Arguments_that_results_make_too_large_fail_the_task_and_name_the_size()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Parse("""{"module": "m", "func": "g", "args": [{"$ref": "a"}, {"$ref": "a"}]}"""));

        _bench.End(0, value: new string('x', 6_000));

        Assert.Equal(TaskState.Failed, _bench.State(1));
        Assert.Contains("at most 10000", _bench.Error(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_a_task_that_others_wait_for_fails_them()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).After("a"));

        _bench.Ledger.Cancellation.CancelUids([_bench.Task(0).Uid.ToString()], "test");
        _bench.Withdraw();

        Assert.Equal([TaskState.Canceled, TaskState.Failed], [_bench.State(0), _bench.State(1)]);
    }

    [Fact]
    public void Cancelling_a_whole_submission_cancels_what_waits_too()
    {
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).After("a"));

        _bench.Ledger.Cancellation.CancelSubmission(Rows.Submission, "test");
        _bench.Withdraw();

        Assert.Equal([TaskState.Canceled, TaskState.Canceled], [_bench.State(0), _bench.State(1)]);
    }

    [Fact]
    public void The_record_of_a_task_is_kept_while_others_need_its_value()
    {
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { RetainedTasks = 1 }) { Effects = { Now = 1 } };
        _bench.Submit(Item(0).Named("a"));
        _bench.Submit(Item(1).Named("b"));
        _bench.Submit(Parse("""{"module": "m", "func": "g", "args": [{"$ref": "a"}, {"$ref": "b"}]}"""));
        _bench.Submit(Item(3));
        _bench.Submit(Item(4));

        _bench.End(0, value: 1);
        _bench.End(3);
        _bench.End(4);
        _bench.End(1, value: 2);

        Assert.Contains("\"args\":[1,2]", Encoding.UTF8.GetString(_bench.Task(2).Payload.Span), StringComparison.Ordinal);
        Assert.Null(_bench.Ledger.Tasks.Find(Rows.Key(3)));
    }

    [Fact]
    public void Rows_that_have_not_arrived_are_waited_for()
    {
        var first = _bench.Row(Item(0).Named("a"));
        var second = _bench.Row(Item(1).After("a"));

        Assert.True(_bench.Ledger.Acceptance.Accept(_bench.Client(), new(LedgerBench.Session, Rows.Submission, [second])).Busy);
        Assert.False(_bench.Ledger.Acceptance.Accept(_bench.Client(), new(LedgerBench.Session, Rows.Submission, [first])).Busy);
        Assert.Empty(_bench.Ledger.Acceptance.Accept(_bench.Client(), new(LedgerBench.Session, Rows.Submission, [second])).Refused);
        Assert.Equal(TaskState.Waiting, _bench.State(1));
    }

    [Fact]
    public void Rows_that_never_arrive_are_not_waited_for_for_ever()
    {
        _bench.Row(Item(0).Named("a"));
        _bench.Row(Item(1).Named("b"));
        var batch = new SubmitBatch(LedgerBench.Session, Rows.Submission, [_bench.Row(Item(2).After("a")), _bench.Row(Item(3).After("b")), _bench.Row(Item(4))]);
        AcceptedBatch accepted;
        for (var seconds = 0; (accepted = _bench.Ledger.Acceptance.Accept(_bench.Client(), batch)).Busy; seconds++)
        {
            Assert.InRange(seconds, 0, 60);
            _bench.Ledger.Effects.Now += 1_000_000;
        }

        Assert.Equal([2, 3], accepted.Refused.Select(static row => row.Index));
        Assert.Equal(TaskState.Scheduled, _bench.State(4));
    }

    [Fact]
    public void A_graph_with_an_index_that_it_has_twice_or_that_comes_later_is_refused_as_one()
    {
        var (first, second) = (_bench.Row(Item(0).Named("a")), _bench.Row(Item(1).After("a")));
        AssertRefused(first, second, first with { Uid = TaskUid.Parse("another") });
        AssertRefused(first with { Key = Rows.Key(7) }, second with { Options = System.Text.Encoding.UTF8.GetBytes("""{"after": ["#7"]}""") });

        void AssertRefused(params TaskRow[] rows)
        {
            Assert.Single(_bench.Ledger.Acceptance.Accept(_bench.Client(), new(LedgerBench.Session, Rows.Submission, [.. rows]) { Atomic = true }).Refused);
            Assert.Equal(0, _bench.Ledger.Tasks.Count);
        }
    }

    private static TaskInput Item(int n) => WorkItem.Create("m", "f", n);

    private static TaskInput Parse(string json) => TaskInput.Parse(Encoding.UTF8.GetBytes(json));
}
