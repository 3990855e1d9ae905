using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class LedgerStateTests
{
    private static readonly Guid Session = Guid.CreateVersion7();
    private readonly FakeRef _client = new("client");
    private readonly LedgerState _ledger = new(new LedgerLimits(MaxAttempts: 3, RetainedTasks: 4, RetainedBytes: 1_000, MaxPayload: 1_000)) { Effects = { Now = 1 } };

    [Fact]
    public void An_accepted_task_is_enqueued_once_however_often_it_is_submitted()
    {
        Assert.Null(Accept(0));
        Assert.Null(Accept(0));

        Assert.Single(_ledger.Effects.Enqueued);
        Assert.Equal(1, _ledger.Tasks.Unfinished);
        Assert.Equal(1, _ledger.Tasks.CountOf(TaskState.Scheduled));
    }

    [Fact]
    public void A_result_ends_the_task_and_goes_to_the_session()
    {
        Accept(0);
        OnResult(Rows.Result(0), "w");

        Assert.Equal(0, _ledger.Tasks.Unfinished);
        Assert.Equal([Rows.Key(0)], Outbox());
        Assert.Equal(1, _ledger.Sessions.AwaitingAck);

        _ledger.Delivery.Acknowledge(Rows.Key(0), _client);
        Assert.Equal(0, _ledger.Sessions.AwaitingAck);
    }

    [Fact]
    public void A_second_result_is_dropped_and_counted()
    {
        Accept(0);
        OnResult(Rows.Result(0), "w");
        OnResult(Rows.Result(0, state: TaskState.Failed), "w");

        Assert.Equal(TaskState.Done, _ledger.Tasks.Find(Rows.Key(0))!.State);
        Assert.Equal(1, _ledger.Report.StaleResults);
        Assert.Single(Outbox());
    }

    [Fact]
    public void The_result_of_an_earlier_attempt_is_dropped()
    {
        Accept(0);
        _ledger.Attempts.OnLost(TaskAttempt(0), "a", "gone");
        OnResult(Rows.Result(0, attempt: 1), "a");

        Assert.Equal(1, _ledger.Report.StaleResults);
        Assert.Equal(2, _ledger.Effects.Enqueued[^1].Attempt);

        OnResult(Rows.Result(0, attempt: 2), "b");
        Assert.Equal(TaskState.Done, _ledger.Tasks.Find(Rows.Key(0))!.State);
    }

    [Fact]
    public void A_task_that_is_lost_with_too_many_workers_fails_and_names_them()
    {
        Accept(0);
        foreach (var worker in new[] { "a", "b", "c" })
        {
            _ledger.Attempts.OnStarted(new StartedTask(Rows.Key(0), _ledger.Effects.Enqueued[^1].Attempt, 1));
            _ledger.Attempts.OnLost(_ledger.Effects.Enqueued[^1], worker, "gone");
        }

        var record = _ledger.Tasks.Find(Rows.Key(0))!.ToRecord();
        Assert.Equal(TaskState.Failed, record.State);
        Assert.Contains("a, b, c (gone)", record.Exception, StringComparison.Ordinal);
        Assert.Equal(3, _ledger.Effects.Enqueued.Count);
    }

    [Fact]
    public void A_loss_that_is_reported_late_does_not_count()
    {
        Accept(0);
        var first = _ledger.Effects.Enqueued[0];
        _ledger.Attempts.OnLost(first, "a", "gone");
        _ledger.Attempts.OnLost(first, "a", "gone");

        Assert.Equal(2, _ledger.Tasks.Find(Rows.Key(0))!.Attempt);
    }

    [Fact]
    public void A_cancelled_task_ends_when_the_pool_gives_it_back()
    {
        Accept(0);
        Accept(1);
        OnResult(Rows.Result(1), "w");

        var counts = _ledger.Cancellation.CancelAll("test");

        Assert.Equal((1L, 1L), (counts.Cancelled, counts.AlreadyFinal));
        var withdrawn = Assert.Single(_ledger.Effects.Withdrawn);
        _ledger.Attempts.OnWithdrawn(withdrawn.Task);
        Assert.Equal(TaskState.Canceled, _ledger.Tasks.Find(Rows.Key(0))!.State);
    }

    [Fact]
    public void A_cancelled_task_that_is_lost_with_its_worker_does_not_run_again()
    {
        Accept(0);
        _ledger.Cancellation.CancelSubmission(Rows.Submission, "test");
        _ledger.Attempts.OnLost(TaskAttempt(0), "a", "gone");

        Assert.Equal(TaskState.Canceled, _ledger.Tasks.Find(Rows.Key(0))!.State);
        Assert.Single(_ledger.Effects.Enqueued);
    }

    [Fact]
    public void Cancelling_names_the_uids_that_nobody_knows()
    {
        Accept(0);
        var uid = Rows.Task(0).Uid.ToString();

        var counts = _ledger.Cancellation.CancelUids([uid, "nobody", ""], "test");

        Assert.Equal(1, counts.Cancelled);
        Assert.Equal(["nobody", ""], counts.Unknown);
    }

    [Fact]
    public void A_uid_that_a_submitter_chose_is_taken_once()
    {
        var session = _ledger.Sessions.Of(Session, _client);
        Assert.Null(_ledger.Acceptance.Accept(session, Rows.Task(0, uid: "mine")));

        Assert.Contains("'mine' belongs to a task", _ledger.Acceptance.Accept(session, Rows.Task(1, uid: "mine")), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_items_are_tasks_of_their_own()
    {
        var session = _ledger.Sessions.Of(Session, _client);
        var uid = Rows.Task(0).Uid;
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(_ledger.Acceptance.Accept(session, Rows.Task(i) with { Uid = uid }));
        }

        Assert.Equal(3, _ledger.Cancellation.CancelUids([uid.ToString()], "test").Cancelled);
        Assert.Equal(Rows.Key(2), _ledger.Tasks.FindLatest(uid.ToString())!.Key);
    }

    [Theory]
    [InlineData(0, 0L, "slots")]
    [InlineData(100_000, 0L, "slots")]
    [InlineData(1, -1L, "timeout")]
    public void A_row_that_makes_no_sense_is_refused(int slots, long timeout, string reason)
    {
        var session = _ledger.Sessions.Of(Session, _client);

        Assert.Contains(
            reason, _ledger.Acceptance.Accept(session, Rows.Task(0) with { Slots = slots, TimeoutMilliseconds = timeout }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_that_is_too_large_is_refused_with_its_size()
    {
        var session = _ledger.Sessions.Of(Session, _client);

        Assert.Contains("1001 bytes", _ledger.Acceptance.Accept(session, Rows.Task(0) with { Payload = new byte[1_001] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_wait_for_a_client_that_comes_back()
    {
        Accept(0);
        _ledger.Sessions.Detach(_client);
        OnResult(Rows.Result(0), "w");
        Assert.Empty(_ledger.Effects.Sending);

        _ledger.Sessions.Attach(Session, new FakeRef("client-again"));

        Assert.Equal([Rows.Key(0)], Outbox());
    }

    [Fact]
    public void A_result_that_is_not_acknowledged_is_sent_again()
    {
        Accept(0);
        Accept(1);
        _ledger.Effects.Now = 10;
        OnResult(Rows.Result(0), "w");
        OnResult(Rows.Result(1), "w");
        _ = Outbox();
        _ledger.Delivery.Acknowledge(Rows.Key(0), _client);

        _ledger.Effects.Now = 100;
        _ledger.Delivery.Resend(sentBefore: 5);
        Assert.Empty(Outbox());
        _ledger.Delivery.Resend(sentBefore: 50);
        Assert.Equal([Rows.Key(1)], Outbox());
    }

    [Fact]
    public void The_oldest_final_records_are_forgotten_and_counts_stay()
    {
        for (var i = 0; i < 10; i++)
        {
            Accept(i);
            OnResult(Rows.Result(i), "w");
            _ledger.Delivery.Acknowledge(Rows.Key(i), _client);
        }

        Assert.Equal(4, _ledger.Tasks.Count);
        Assert.Null(_ledger.Tasks.Find(Rows.Key(5)));
        Assert.NotNull(_ledger.Tasks.Find(Rows.Key(6)));
        Assert.Equal(10, _ledger.Tasks.CountOf(TaskState.Done));
        Assert.Null(_ledger.Tasks.FindLatest(Rows.Task(0).Uid.ToString()));
    }

    [Fact]
    public void Large_results_are_forgotten_sooner()
    {
        for (var i = 0; i < 3; i++)
        {
            Accept(i);
            OnResult(Rows.Result(i, payload: new byte[450]), "w");
            _ledger.Delivery.Acknowledge(Rows.Key(i), _client);
        }

        Assert.Equal(2, _ledger.Tasks.Count);
    }

    [Fact]
    public void What_a_connected_client_has_not_acknowledged_is_not_forgotten()
    {
        for (var i = 0; i < 10; i++)
        {
            Accept(i);
            OnResult(Rows.Result(i), "w");
        }

        Assert.Equal(10, _ledger.Tasks.Count);
    }

    [Fact]
    public void What_a_lost_client_never_fetches_is_forgotten_in_time()
    {
        Accept(0);
        _ledger.Sessions.Detach(_client);
        for (var i = 1; i < 10; i++)
        {
            _ledger.Acceptance.Accept(_ledger.Sessions.Of(Session, _client), Rows.Task(i));
        }

        _ledger.Sessions.Detach(_client);
        for (var i = 0; i < 10; i++)
        {
            OnResult(Rows.Result(i), "w");
        }

        Assert.Equal(4, _ledger.Tasks.Count);
    }

    [Fact]
    public void A_plain_sender_is_forgotten_with_its_last_task()
    {
        var session = _ledger.Sessions.AnonymousOf(_client);
        _ledger.Acceptance.Accept(session, Rows.Task(0) with { Key = new TaskKey(session.Id, 0) });
        OnResult(Rows.Result(new TaskKey(session.Id, 0)), "w");

        Assert.Equal(0, session.Unfinished);
        Assert.Equal(_client, _ledger.Sessions.Close(session.Id));
        Assert.NotSame(session, _ledger.Sessions.AnonymousOf(_client));
    }

    [Fact]
    public void A_plain_sender_that_came_to_a_full_master_is_taken_when_there_is_room()
    {
        var ledger = new LedgerState(new LedgerLimits(3, 100, 1_000, 1_000) { MaxUnfinished = 2 }) { Effects = { Now = 1 } };
        var plain = ledger.Sessions.AnonymousOf(_client);
        Assert.False(Add().Busy);
        Assert.Null(ledger.Acceptance.Accept(ledger.Sessions.Of(Session, new FakeRef("other")), Rows.Task(0)));
        Assert.True(Add().Busy);

        ledger.Attempts.OnAssigned(ledger.Effects.Enqueued[1], "w");
        ledger.Attempts.OnResult(Rows.Result(0), "w");
        Assert.False(Add().Busy);

        AcceptedBatch Add() => ledger.Acceptance.Accept(
            plain, new SubmitBatch(plain.Id, plain.Id, [Rows.Task(100 + plain.NextIndex) with { Key = new TaskKey(plain.Id, plain.NextIndex++) }]));
    }

    [Fact]
    public void What_a_client_that_is_away_has_not_fetched_is_kept_longest()
    {
        Accept(0);
        OnResult(Rows.Result(0), "w");
        _ledger.Sessions.Detach(_client);
        var client = new FakeRef("other");
        var other = _ledger.Sessions.Of(Guid.CreateVersion7(), client);
        for (var i = 1; i < 10; i++)
        {
            _ledger.Acceptance.Accept(other, Rows.Task(i));
            OnResult(Rows.Result(i), "w");
            _ledger.Delivery.Acknowledge(Rows.Key(i), client);
        }

        Assert.NotNull(_ledger.Tasks.Find(Rows.Key(0)));
        Assert.Equal(4, _ledger.Tasks.Count);
    }

    [Fact]
    public void What_another_client_acknowledges_is_still_owed_to_the_one_that_took_the_submission()
    {
        Accept(0);
        OnResult(Rows.Result(0), "w");
        _ledger.Sessions.Detach(_client);
        var taker = new FakeRef("taker");
        _ledger.Sessions.Take(_ledger.Sessions.Of(Guid.CreateVersion7(), taker), Rows.Submission);

        _ledger.Delivery.Acknowledge(Rows.Key(0), _client);
        Assert.Equal(1, _ledger.Sessions.AwaitingAck);
        _ledger.Delivery.Acknowledge(Rows.Key(0), taker);
        Assert.Equal(0, _ledger.Sessions.AwaitingAck);
    }

    [Fact]
    public void Tasks_that_end_while_they_are_held_back_leave_nothing_behind()
    {
        var submission = new Submission(Rows.Submission);
        var session = new ClientSession(Session, isAnonymous: false);
        for (var i = 0; i < 10_000; i++)
        {
            var task = new TaskEntry(Rows.Task(i), session, i, now: 1) { Phase = new TaskPhase.Held(since: 1) };
            submission.Hold(task);
            if (i != 7)
            {
                task.Phase = new TaskPhase.Ended(new TaskEnd(TaskState.Canceled, 0, 1, null, default, null), since: 1, assignedAt: 0);
            }
        }

        Assert.InRange(submission.Held, 1, 1_100);
        Assert.Equal(Rows.Key(7), submission.TakeHeld()!.Key);
        Assert.Null(submission.TakeHeld());
    }

    [Fact]
    public void Clients_that_are_away_cost_nothing_but_their_results()
    {
        for (var i = 0; i < 3; i++)
        {
            var plain = _ledger.Sessions.AnonymousOf(new FakeRef($"plain-{i}"));
            _ledger.Acceptance.Accept(plain, Rows.Task(i));
            OnResult(Rows.Result(i), "w");
            _ledger.Sessions.Close(plain.Id);
        }

        Assert.Empty(_ledger.Sessions.Connected);
        Assert.Equal(3, _ledger.Tasks.Count);
    }

    [Fact]
    public void The_pool_cannot_speak_of_an_attempt_that_was_never_made()
    {
        Accept(0);

        Assert.Throws<BrokenInvariantException>(() => _ledger.Attempts.OnAssigned(TaskAttempt(0) with { Attempt = 2 }, "w"));
    }

    /// <summary>As in the pool: a result comes from a worker that was assigned the attempt.</summary>
    private void OnResult(ResultRow row, string worker)
    {
        if (_ledger.Tasks.Find(row.Key) is { Phase.AssignedAt: 0 } task)
        {
            _ledger.Attempts.OnAssigned(new TaskAttempt(task, task.Attempt), worker);
        }

        Assert.True(_ledger.Attempts.OnResult(row, worker));
    }

    private string? Accept(int index) => _ledger.Acceptance.Accept(_ledger.Sessions.Of(Session, _client), Rows.Task(index));

    private TaskAttempt TaskAttempt(int index) => _ledger.Effects.Enqueued.Last(ticket => ticket.Task.Key.Index == index);

    private List<TaskKey> Outbox()
    {
        var keys = _ledger.Effects.Sending.SelectMany(static session => session.Outbox).Select(static task => task.Key).ToList();
        foreach (var session in _ledger.Effects.Sending)
        {
            session.Outbox.Clear();
        }

        _ledger.Effects.Sending.Clear();
        return keys;
    }
}
