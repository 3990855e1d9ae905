using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Observing;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>A result is reused for an equal task only while the workers have the code that computed it.</summary>
public sealed class ChangedCodeTests
{
    private static readonly WorkItem Item = WorkItem.Create("m", "f", 1);
    private static readonly CodeIdentity Yesterday = new("m", "1");
    private static readonly CodeIdentity Today = new("m", "2");
    private static readonly CodeIdentity Other = new("n", "1");

    private readonly LedgerBench _bench = new();

    [Fact]
    public void Yesterdays_result_does_not_stand_for_todays_code()
    {
        Register(Yesterday);
        _bench.Submit(Item);
        _bench.End(0, value: 1, code: Yesterday);
        _bench.Runnable();

        Register(Today);
        _bench.Submit(Item);
        Assert.Equal([1], _bench.Runnable());
        _bench.End(1, value: 2, code: Today);
        Assert.Equal(2, Value(1));

        _bench.Submit(Item);
        Assert.Empty(_bench.Runnable());
        Assert.Equal(2, Value(2));
    }

    [Fact]
    public void A_result_stands_again_when_its_code_is_back()
    {
        Register(Yesterday);
        _bench.Submit(Item);
        _bench.End(0, value: 1, code: Yesterday);
        Register(Today);
        Register(Yesterday, Other);
        _bench.Runnable();

        _bench.Submit(Item);
        Assert.Empty(_bench.Runnable());
        Assert.Equal(1, Value(1));
    }

    [Fact]
    public void No_result_stands_while_nobody_knows_which_code_a_task_will_meet()
    {
        Register(Yesterday);
        _bench.Submit(Item);
        _bench.End(0, value: 1, code: Yesterday);
        _bench.Runnable();

        Register(Yesterday, Today);
        _bench.Submit(Item);
        Register();
        _bench.Submit(TaskInput.Of(WorkItem.Create("m", "f", 2)));
        Assert.Equal([1, 2], _bench.Runnable());
    }

    [Fact]
    public void A_task_that_waited_for_an_equal_one_runs_itself_when_that_one_ran_other_code()
    {
        Register(Yesterday);
        _bench.Submit(Item);
        _bench.Submit(Item);
        _bench.Submit(Item);
        Assert.Equal([0], _bench.Runnable());

        Register(Today);
        _bench.End(0, value: 1, code: Yesterday);
        Assert.Equal((TaskState.Done, TaskState.Scheduled, TaskState.Scheduled), (_bench.State(0), _bench.State(1), _bench.State(2)));
        Assert.Equal([1, 2], _bench.Runnable());
        Assert.Equal(0, _bench.Ledger.Report.DuplicateHits);
    }

    [Fact]
    public void What_was_computed_from_yesterdays_input_does_not_stand_either()
    {
        Register(Yesterday, Other);
        SubmitPair();
        _bench.End(0, value: 1, code: Yesterday);
        _bench.End(1, value: 10, code: Other);
        Assert.Equal(["m 1", "n 1"], _bench.Task(1).ToRecord().Code!.Value.AsEnumerable());
        _bench.Runnable();

        Register(Today, Other);
        SubmitPair();
        Assert.Equal([2], _bench.Runnable());
        _bench.End(2, value: 2, code: Today);
        Assert.Equal([3], _bench.Runnable());

        void SubmitPair()
        {
            var first = _bench.Row(Item);
            Assert.Null(_bench.Ledger.Acceptance.Accept(_bench.Client(), first));
            Assert.Null(_bench.Submit(WorkItem.Parse($$"""{"module": "n", "func": "g", "args": [{"$ref": "{{first.Uid}}"}], "comm_arg_name": null}""")));
        }
    }

    [Fact]
    public void A_program_depends_on_no_code_that_a_worker_could_name()
    {
        Register(Yesterday);
        var program = new TaskDescription { Mode = TaskMode.Shell, Command = "date", Fresh = false };
        _bench.Submit(program);
        _bench.End(0, value: 1);
        _bench.Runnable();

        Register(Today);
        _bench.Submit(program);
        Assert.Empty(_bench.Runnable());
    }

    [Fact]
    public void The_journal_keeps_which_code_a_result_has()
    {
        using var journaled = new JournaledLedger(LedgerBench.Limits);
        _bench.Ledger = journaled.Ledger;
        journaled.Ledger.Effects.Now = 1_000_000;
        Register(Yesterday);
        _bench.Submit(Item);
        _bench.End(0, value: 1, code: Yesterday);
        journaled.Write();
        journaled.Restart();
        _bench.Ledger = journaled.Ledger;

        Register(Today);
        _bench.Submit(Item);
        Register(Yesterday);
        _bench.Submit(TaskInput.Of(Item));
        Assert.Equal([1], _bench.Runnable());
        Assert.Equal((TaskState.Scheduled, TaskState.Done), (_bench.State(1), _bench.State(2)));
    }

    private void Register(params CodeIdentity[] code) => _bench.Ledger.Code.SetCurrent(code);

    private int Value(int index) => _bench.Task(index).ToRecord().ReturnValue!.Value.GetInt32();
}
