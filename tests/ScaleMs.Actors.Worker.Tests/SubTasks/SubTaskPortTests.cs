using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Tests.SubTasks;

public sealed class SubTaskPortTests
{
    private static readonly TaskRow Parent = Rows.Task(7, priority: 3, runtime: new TaskRuntime { Name = TaskRuntime.Python, Module = "m", Path = ["/home/me"] }) with { Attempt = 2 };

    private readonly SubTaskPort _port = new(Guid.CreateVersion7()) { MasterUid = "master" };
    private readonly RecordingOwner _owner = new();

    [Fact]
    public void A_sub_task_has_its_parents_priority_and_directories()
    {
        Submit(1, """{"module": "m", "func": "f", "args": [1]}""");

        var row = Assert.Single(_port.TakeUnsent());
        Assert.Equal((new SubTaskParent(Parent.Key, 2), 3, true), (row.Parent, row.Priority, row.MayDeduplicate));
        Assert.Equal(["/home/me"], row.Runtime!.Path.AsEnumerable());
        Assert.Equal(WorkItem.Create("m", "f", 1).Uid(), row.Uid);
        Assert.Empty(_port.TakeUnsent());
    }

    [Fact]
    public void A_description_may_have_a_priority_of_its_own_and_a_work_item_scheduling()
    {
        Submit(1, """{"mode": "task.function", "function": "m.f", "priority": 9, "ranks": 2}""", PayloadKind.Description);
        Submit(2, """{"module": "m", "func": "f", "depends_on": ["abc"]}""");

        var rows = _port.TakeUnsent();
        Assert.Equal((9, 2, PayloadKind.Description), (rows[0].Priority, rows[0].Slots, rows[0].Kind));
        Assert.Equal(["abc"], TaskOptions.Parse(rows[1].Options.Span).After.AsEnumerable());
    }

    [Theory]
    [InlineData("nonsense", PayloadKind.WorkItem)]
    [InlineData("""{"module": "m"}""", PayloadKind.WorkItem)]
    [InlineData("""{"mode": "task.function", "function": "m.f"}""", PayloadKind.WorkItem)]
    [InlineData("""{"mode": "task.function"}""", PayloadKind.Description)]
    [InlineData("""{"mode": "task.function", "function": "m.f", "raptor_id": "another"}""", PayloadKind.Description)]
    [InlineData("""{"mode": "scalems.cpi", "arguments": []}""", PayloadKind.Description)]
    [InlineData("""{"module": "m", "func": "f"}""", (PayloadKind)9)]
    public void What_cannot_be_read_has_failed_at_once(string json, PayloadKind form)
    {
        Submit(5, json, form);

        Assert.Equal(["5 Failed Invalid"], _owner.Told);
        Assert.Equal(0, _port.Count);
    }

    [Fact]
    public void A_master_that_the_description_names_is_the_workers()
    {
        Submit(1, """{"mode": "task.function", "function": "m.f", "raptor_id": "master"}""", PayloadKind.Description);
        Assert.Equal(1, _port.Count);
    }

    [Fact]
    public void After_4096_tasks_there_is_another_submission()
    {
        for (uint i = 0; i <= SubTaskPort.TasksOfSubmission; i++)
        {
            Submit(i, """{"module": "m", "func": "f"}""");
        }

        var rows = _port.TakeUnsent();
        Assert.Equal(2, rows.Select(static row => row.Key.Submission).Distinct().Count());
        Assert.Equal((SubTaskPort.TasksOfSubmission - 1, 0), (rows[^2].Key.Index, rows[^1].Key.Index));
    }

    [Fact]
    public void Each_request_is_accepted_and_ends_once()
    {
        Submit(1, """{"module": "m", "func": "f"}""");
        var key = Assert.Single(_port.TakeUnsent()).Key;
        _port.Accepted(key);
        _port.Accepted(key);
        _port.Ended(Rows.Result(key));
        _port.Ended(Rows.Result(key));

        Assert.Equal(["1 accepted", "1 Done"], _owner.Told);
        Assert.Equal(WorkItem.Create("m", "f").Uid().ToString(), _owner.Uid);
    }

    [Fact]
    public void A_result_that_comes_before_the_answer_to_its_batch_tells_of_the_acceptance_first()
    {
        Submit(1, """{"module": "m", "func": "f"}""");
        var key = Assert.Single(_port.TakeUnsent()).Key;
        _port.Ended(Rows.Result(key));
        _port.Accepted(key);

        Assert.Equal(["1 accepted", "1 Done"], _owner.Told);
    }

    [Fact]
    public void What_is_not_accepted_is_sent_again_by_the_next_actor_system()
    {
        Submit(1, """{"module": "m", "func": "f"}""");
        Submit(2, """{"module": "m", "func": "g"}""");
        var first = _port.TakeUnsent();
        _port.Accepted(first[0].Key);

        _port.Attach(static () => { });

        Assert.Equal(first[1].Key, Assert.Single(_port.TakeUnsent()).Key);
    }

    [Fact]
    public void Nobody_is_told_of_a_process_that_is_gone()
    {
        Submit(1, """{"module": "m", "func": "f"}""");
        var sent = Assert.Single(_port.TakeUnsent()).Key;
        Submit(2, """{"module": "m", "func": "g"}""");

        _port.Forget(_owner);

        // The master may have answered the first with Busy, and then waits for it.
        Assert.Equal(1, _port.Count);
        Assert.Empty(_port.TakeUnsent());
        _port.Attach(static () => { });
        Assert.Equal(sent, Assert.Single(_port.TakeUnsent()).Key);
        _port.Accepted(sent);
        _port.Ended(Rows.Result(sent));
        Assert.Empty(_owner.Told);
        Assert.Equal(0, _port.Count);
    }

    [Fact]
    public void What_a_master_without_a_journal_knew_has_failed_when_it_is_restarted()
    {
        _port.Opened(Guid.CreateVersion7());
        Submit(1, """{"module": "m", "func": "f"}""");
        Submit(2, """{"module": "m", "func": "g"}""");
        _port.Accepted(_port.TakeUnsent()[0].Key);

        _port.Opened(Guid.CreateVersion7());

        Assert.Equal(["1 accepted", "1 Failed Refused"], _owner.Told);
        Assert.Equal(1, _port.Count);
    }

    [Fact]
    public void After_the_loss_of_a_submission_there_is_another()
    {
        Submit(1, """{"module": "m", "func": "f"}""");
        var lost = Assert.Single(_port.TakeUnsent()).Key.Submission;

        _port.Lost(lost, "gone");
        Submit(2, """{"module": "m", "func": "f"}""");

        Assert.Equal(["1 Failed Refused"], _owner.Told);
        Assert.NotEqual(lost, Assert.Single(_port.TakeUnsent()).Key.Submission);
    }

    private void Submit(uint request, string json, PayloadKind form = PayloadKind.WorkItem) =>
        _port.Submit(Parent, form, Encoding.UTF8.GetBytes(json), _owner, request);
}
