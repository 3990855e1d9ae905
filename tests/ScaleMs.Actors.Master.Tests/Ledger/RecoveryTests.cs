using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class RecoveryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scalems-recovery-").FullName;
    private readonly FakeRef _client = new("client");
    private LedgerBench _bench = new();
    private LedgerLimits _limits = LedgerBench.Limits;
    private LedgerJournal _journal;

    public RecoveryTests() => _journal = Open();

    public void Dispose()
    {
        _journal.Close();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void An_accepted_task_is_not_lost_and_a_finished_one_is_not_run_again()
    {
        _bench.Submit(Item(0));
        _bench.Submit(Item(1));
        _bench.End(0, value: 5);
        Restart();

        Assert.Equal([1], _bench.Runnable());
        Assert.Equal(5, _bench.Task(0).ToRecord().ReturnValue!.Value.GetInt32());
        Assert.Equal(Item(1).ToUtf8Json(), _bench.Task(1).Payload.ToArray());
        Assert.Equal(1, _bench.Ledger.Report.Recovered);
    }

    [Fact]
    public void A_result_that_was_not_acknowledged_is_delivered_when_the_client_comes_back()
    {
        _bench.Submit(Item(0));
        _bench.Submit(Item(1));
        _bench.End(0);
        Write();
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(1), 1), "w");
        _bench.Ledger.Attempts.OnResult(Rows.Result(1), "w");
        Restart();

        _bench.Ledger.Sessions.Attach(LedgerBench.Session, _client);
        _bench.Deliver();

        Assert.Equal([(1, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void The_attempt_the_losses_and_the_wish_to_end_survive()
    {
        _bench.Submit(Item(0));
        _bench.Submit(Item(1));
        _bench.Ledger.Attempts.OnStarted(new StartedTask(Rows.Key(0), 1, 1));
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "first", "gone");
        _bench.Ledger.Cancellation.CancelUids([_bench.Task(1).Uid.ToString()], "test");
        Restart();

        Assert.Equal(2, _bench.Task(0).Attempt);
        Assert.Equal((1, "first"), (_bench.Task(0).Detail!.Losses, _bench.Task(0).Detail!.LostWith));
        Assert.Equal(TaskState.Canceled, _bench.State(1));
        Assert.Equal(2, Assert.Single(_bench.Ledger.Effects.Enqueued).Attempt);
    }

    [Fact]
    public void A_graph_goes_on_where_it_was()
    {
        _bench.Submit(TaskInput.Of(Item(0)).Named("a"));
        _bench.Submit(TaskInput.Parse("""{"module": "m", "func": "g", "args": [{"$ref": "a"}], "name": "b"}"""u8));
        _bench.Submit(TaskInput.Of(Item(2)).After("b"));
        _bench.End(0, value: 4);
        Restart();

        Assert.Equal([1], _bench.Runnable());
        Assert.Contains("\"args\":[4]", System.Text.Encoding.UTF8.GetString(_bench.Task(1).Payload.Span), StringComparison.Ordinal);
        Assert.Equal(TaskState.Waiting, _bench.State(2));
        _bench.End(1);
        Assert.Equal([2], _bench.Runnable());
    }

    [Fact]
    public void Equal_items_still_run_once()
    {
        _bench.Submit(Item(0));
        _bench.Submit(Item(0));
        Restart();

        Assert.Single(_bench.Runnable());
        _bench.Ledger.Sessions.Attach(LedgerBench.Session, _client);
        _bench.End(0);
        Assert.Equal([TaskState.Done, TaskState.Done], [_bench.State(0), _bench.State(1)]);
    }

    [Fact]
    public void Tasks_have_the_runtime_that_they_had_and_share_it()
    {
        var runtime = new TaskRuntime { Name = TaskRuntime.Python, Module = "m", NamedEnv = "/opt/env", PreExec = ["module load gcc"], Path = ["/home/me"] };
        var rows = Enumerable.Range(0, 3).Select(index => _bench.Row(Item(index)) with { Runtime = index == 1 ? null : runtime with { } }).ToArray();
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [.. rows]));
        Restart();

        Assert.Equal([runtime, null, runtime], Enumerable.Range(0, 3).Select(index => _bench.Task(index).Runtime));
        Assert.Same(_bench.Task(0).Runtime, _bench.Task(2).Runtime);
        Assert.Equal(runtime, _bench.Task(2).ToRow(1).Runtime);
    }

    [Fact]
    public void A_task_of_a_journal_without_runtimes_can_run_anywhere()
    {
        var row = Rows.Task(0);
        var entry = new BatchWriter(256);
        entry.WriteByte(JournalVersion.WithoutRuntimes);
        entry.WriteCount(1);
        entry.WriteSigned(1_000_000);
        entry.WriteGuid(LedgerBench.Session);
        entry.WriteByte(0);
        new JournalKeys.Writer(entry).Write(row.Key);
        entry.WriteUid(row.Uid);
        entry.WriteSigned(row.Slots);
        entry.WriteSigned(row.Priority);
        entry.WriteSigned(row.TimeoutMilliseconds);
        entry.WriteByte((byte)row.Kind);
        entry.WriteCount(0);
        entry.WriteCount(row.Payload.Length);
        entry.WriteBytes(row.Payload.Span);

        var task = Assert.Single(JournalCodec.Apply((byte)JournalKind.Accepted, entry.ToArray(), _bench.Ledger.Recovery));

        Assert.Null(task.Runtime);
        Assert.Equal(row.Payload.ToArray(), task.Payload.ToArray());
    }

    [Fact]
    public void A_limit_of_a_submission_holds_on()
    {
        var rows = Enumerable.Range(0, 4).Select(index => _bench.Row(Item(index))).ToArray();
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [.. rows]) { MaxRunning = 1 });
        Restart();

        Assert.Single(_bench.Runnable());
    }

    [Fact]
    public void A_submission_keeps_its_place_in_its_clients_trace()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [_bench.Row(Item(0))]) { TraceParent = Trace });
        Restart();

        Assert.Equal(Trace, _bench.Ledger.Tasks.FindSubmission(Rows.Submission)!.TraceParent);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    [InlineData("nonsense")]
    public void A_trace_that_its_client_does_not_record_is_none(string trace)
    {
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [_bench.Row(Item(0))]) { TraceParent = trace });

        Assert.Empty(_bench.Ledger.Tasks.FindSubmission(Rows.Submission)!.TraceParent);
    }

    [Fact]
    public void Workers_that_may_hold_tasks_are_known_again()
    {
        _bench.Ledger.Effects.Journal.Registered(["process-1", "process-2"]);
        Write();
        Restart();

        Assert.Equal(["process-1", "process-2"], _bench.Ledger.Recovery.WorkersBefore.AsEnumerable());
    }

    [Fact]
    public void What_a_worker_holds_is_claimed_and_its_early_result_waits_for_the_pool()
    {
        _bench.Submit(Item(0));
        Restart();
        _bench.Runnable();

        Assert.Equal(Rows.Key(0), Assert.Single(_bench.Ledger.Attempts.Claim([new AckRow(Rows.Key(0), 1), new AckRow(Rows.Key(7), 1)])).Task.Key);
        Assert.False(_bench.Ledger.Attempts.OnResult(Rows.Result(0), "w"));
        Assert.Equal(TaskState.Scheduled, _bench.State(0));
        _bench.Withdraw();
        Assert.Equal(TaskState.Done, _bench.State(0));
    }

    [Fact]
    public void The_values_that_tasks_need_are_there_however_little_is_kept()
    {
        _limits = _limits with { RetainedTasks = 2 };
        Restart();
        _bench.Submit(TaskInput.Of(Item(0)).Named("a"));
        _bench.Submit(TaskInput.Of(Item(1)).Named("b"));
        _bench.Submit(TaskInput.Parse("""{"module": "m", "func": "g", "args": [{"$ref": "a"}]}"""u8));
        _bench.Submit(TaskInput.Of(Item(3)).After("a", "b"));
        _bench.End(0, value: 4);
        for (var i = 4; i < 10; i++)
        {
            _bench.Submit(Item(i));
            _bench.End(i);
        }

        Assert.Equal((TaskState.Scheduled, TaskState.Waiting), (_bench.State(2), _bench.State(3)));
        Restart();

        Assert.Equal((TaskState.Scheduled, TaskState.Waiting), (_bench.State(2), _bench.State(3)));
        Assert.Equal([1, 2], _bench.Runnable());
    }

    [Fact]
    public void A_result_that_its_client_asks_for_again_comes_although_it_had_it_before()
    {
        _bench.Submit(Item(0));
        _bench.End(0);
        Write();
        Assert.Equal(1, _bench.Ledger.Sessions.Take(_bench.Client(), Rows.Submission).Count);
        Restart();

        _bench.Ledger.Sessions.Attach(LedgerBench.Session, _client);
        _bench.Deliver();
        Assert.Equal([(0, TaskState.Done)], _bench.Told);
    }

    [Fact]
    public void What_a_worker_holds_of_a_submission_with_a_limit_goes_on_there()
    {
        var rows = Enumerable.Range(0, 3).Select(index => _bench.Row(Item(index)) with { Priority = index == 2 ? 9 : 0 }).ToArray();
        _bench.Ledger.Acceptance.Accept(_bench.Client(), new SubmitBatch(LedgerBench.Session, Rows.Submission, [.. rows]) { MaxRunning = 1 });
        _bench.Runnable();
        _bench.End(0);
        Assert.Equal([2], _bench.Runnable());
        Restart();
        Assert.Equal([1], _bench.Runnable());

        Assert.Equal(2, Assert.Single(_bench.Ledger.Attempts.Claim([new AckRow(Rows.Key(2), 1)])).Task.Key.Index);
        Assert.Equal([2], _bench.Runnable());
        _bench.End(2);
        Assert.Equal(TaskState.Done, _bench.State(2));
    }

    [Fact]
    public void A_result_that_waits_for_the_pool_counts_although_the_task_is_lost_meanwhile()
    {
        _bench.Submit(TaskInput.Of(Item(0), new TaskScheduling { MaxRetries = 0 }));
        Restart();
        _bench.Runnable();
        Assert.False(_bench.Ledger.Attempts.OnResult(Rows.Result(0), "w"));
        _bench.Ledger.Attempts.OnAssigned(new TaskAttempt(_bench.Task(0), 1), "v");
        _bench.Ledger.Attempts.OnLost(new TaskAttempt(_bench.Task(0), 1), "v", "gone");

        Assert.Equal(TaskState.Done, _bench.State(0));
    }

    [Fact]
    public void A_journal_that_is_mostly_dead_is_rewritten_without_losing_anything()
    {
        // Payloads of 9 KB, so that the journal exceeds the size below which it is not rewritten; only the last few tasks stay live.
        var text = new string('x', 9_000);
        _bench.Submit(WorkItem.Create("m", "keep", text));
        for (var i = 1; i < 12_000; i++)
        {
            _bench.Submit(WorkItem.Create("m", "f", text, i));
            _bench.End(i);
            if (i % 64 == 0)
            {
                Write();
                _journal.Compact();
            }
        }

        Restart();
        Assert.InRange(_journal.Bytes, 0, 80L << 20);
        Assert.Equal(TaskState.Scheduled, _bench.State(0));
        Assert.Equal([0], _bench.Runnable());
        Assert.Equal(TaskState.Done, _bench.State(11_999));
        Assert.Equal("m", _bench.Task(0).Runtime!.Module);
    }

    private static WorkItem Item(int n) => WorkItem.Create("m", "f", n);

    private void Write() => _journal.Write(_bench.Ledger.Effects.Journal, _bench.Ledger.Effects.Now);

    private LedgerJournal Open()
    {
        var (ledger, journal) = LedgerState.Open(new JournalSettings(Path.Combine(_directory, "test.journal"), SyncEveryCommit: false), _limits, 1_000_000);
        _bench = new LedgerBench { Ledger = ledger };
        journal.Start(static _ => { }, static error => throw error);
        return journal;
    }

    private void Restart()
    {
        Write();
        _journal.Close();
        _journal = Open();
    }
}
