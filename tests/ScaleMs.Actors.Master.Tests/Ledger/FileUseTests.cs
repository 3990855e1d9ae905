using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;
using static ScaleMs.Actors.Master.Tests.Ledger.FileSteps;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class FileUseTests
{
    private readonly LedgerBench _bench = new();

    [Fact]
    public void A_task_without_files_uses_none_and_has_no_keys()
    {
        _bench.Submit(Item("1"));
        _bench.End(0, value: 2);

        Assert.Empty(_bench.Ledger.Effects.FileUses);
        Assert.Null(_bench.Task(0).Detail?.Files);
    }

    [Fact]
    public void An_argument_is_needed_from_acceptance_and_mentioned_once_the_result_is_delivered()
    {
        _bench.Submit(Item(Reference(1)));
        Assert.Equal([new FileUse(Key(1), 1, 0)], Changes());

        _bench.End(0);
        Assert.Equal([new FileUse(Key(1), -1, 1)], Changes());
        Assert.Equal([new FileUse(Key(1), 0, 1)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_file_that_a_task_refers_to_twice_counts_once()
    {
        _bench.Submit(Item($"[{Reference(1)}, {Reference(1)}]"));
        _bench.EndWithFiles(0, 1);

        Assert.Equal([new FileUse(Key(1), 0, 1)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_result_is_needed_until_its_client_has_it()
    {
        _bench.Submit(Item("1"));
        _bench.Ledger.Sessions.Detach(_bench.Client().Actor!);
        _bench.EndWithFiles(0, 1);
        Assert.Equal([new FileUse(Key(1), 1, 0)], _bench.Ledger.Files.Totals);

        _bench.Client();
        _bench.Deliver();
        Assert.Equal([new FileUse(Key(1), 0, 1)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_result_that_is_to_be_delivered_again_is_needed_again()
    {
        _bench.Submit(Item("1"));
        _bench.EndWithFiles(0, 1);
        _bench.Ledger.Sessions.Take(_bench.Client(), Rows.Submission);

        Assert.Equal([new FileUse(Key(1), 1, 0)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_result_is_needed_while_another_task_depends_on_it_which_needs_it_too_once_it_has_its_value()
    {
        _bench.Submit(Item("1", "a"));
        _bench.Submit(Item("2", "b"));
        _bench.Submit(Item("""[{"$ref": "a"}, {"$ref": "b"}]"""));
        _bench.EndWithFiles(0, 1);
        Assert.Equal([new FileUse(Key(1), 1, 0)], _bench.Ledger.Files.Totals);

        _bench.End(1);
        Assert.Equal([new FileUse(Key(1), 2, 0)], _bench.Ledger.Files.Totals);

        _bench.End(2);
        Assert.Equal([new FileUse(Key(1), 0, 2)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_record_that_is_only_kept_is_needed_again_by_a_new_task_that_depends_on_it()
    {
        _bench.Submit(Item("1"));
        _bench.EndWithFiles(0, 1);
        _bench.Submit(ItemAfter(_bench.Task(0).Uid.ToString()));

        Assert.Equal([new FileUse(Key(1), 2, 0)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void A_failed_and_a_cancelled_task_need_nothing_once_their_results_are_delivered()
    {
        _bench.Submit(Item(Reference(1)));
        _bench.Submit(Item(Reference(2)));
        _bench.End(0, TaskState.Failed);
        _bench.Ledger.Cancellation.CancelSubmission(Rows.Submission, "test");
        _bench.Withdraw();
        _bench.Deliver();

        Assert.Equal([new FileUse(Key(1), 0, 1), new FileUse(Key(2), 0, 1)], _bench.Ledger.Files.Totals);
    }

    [Fact]
    public void An_evicted_record_mentions_nothing_and_its_description_is_gone()
    {
        _bench.Ledger = new LedgerState(LedgerBench.Limits with { RetainedTasks = 1 }) { Effects = { Now = 1 } };
        _bench.Submit(Item(Reference(1)));
        _bench.EndWithFiles(0, 2);
        var task = _bench.Task(0);
        Assert.True(task.Has(1));
        _bench.Submit(Item("1"));
        _bench.End(1);

        Assert.True(task.Evicted);
        Assert.Empty(_bench.Ledger.Files.Totals);
        Assert.True(task.Payload.IsEmpty);
    }

    [Fact]
    public void The_descriptions_that_are_kept_count_among_the_bytes_that_are_kept()
    {
        _bench.Submit(Item($"\"{new string('x', 5_000)}\""));
        _bench.EndWithFiles(0, 1);

        Assert.InRange(_bench.Ledger.Retention.RetainedBytes, 5_000, 6_000);
        Assert.Equal(0, _bench.Ledger.Tasks.UnfinishedBytes);
    }

    [Fact]
    public void Equal_tasks_mention_what_the_one_that_ran_has_made()
    {
        _bench.Submit(Item("1"));
        _bench.Submit(Item("1"));
        _bench.EndWithFiles(0, 1);
        _bench.Submit(Item("1"));
        _bench.Deliver();

        Assert.Equal([new FileUse(Key(1), 0, 3)], _bench.Ledger.Files.Totals);
    }

    private FileUse[] Changes()
    {
        FileUse[] changes = [.. _bench.Ledger.Effects.FileUses];
        _bench.Ledger.Effects.FileUses.Clear();
        return changes;
    }
}
