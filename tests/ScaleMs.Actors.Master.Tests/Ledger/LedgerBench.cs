using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>A ledger with one client and a pool controlled by the test.</summary>
internal sealed class LedgerBench
{
    private readonly SubmissionRows _rows = new(Rows.Submission);
    private readonly FakeRef _client = new("client");
    private int _count;

    public LedgerBench(LedgerLimits? limits = null) =>
        Ledger = new LedgerState(limits ?? Limits) { Effects = { Now = 1_000_000 } };

    public static LedgerLimits Limits { get; } = new(MaxAttempts: 3, RetainedTasks: 1_000, RetainedBytes: 1_000_000, MaxPayload: 10_000);

    public static Guid Session { get; } = Guid.Parse("0198c2a0-0000-7000-8000-00000000000a");

    public LedgerState Ledger { get; set; }

    /// <summary>The messages sent to the client, in order.</summary>
    public List<(int Index, TaskState State)> Told { get; } = [];

    /// <summary>Creates the row of the next task.</summary>
    public TaskRow Row(TaskInput task) => _rows.Add(_count++, task);

    /// <summary>Submits the next task.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public string? Submit(TaskInput task) => Ledger.Acceptance.Accept(Client(), Row(task));

    /// <summary>A running task submits the next task.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public string? SubmitBy(int parent, TaskInput task) =>
        Ledger.Acceptance.Accept(Client(), Row(task) with { Parent = new SubTaskParent(Rows.Key(parent), Task(parent).Attempt) });

    public AcceptedBatch Submit(bool atomic, params TaskInput[] tasks) =>
        Ledger.Acceptance.Accept(Client(), new SubmitBatch(Session, Rows.Submission, [.. tasks.Select(Row)]) { Atomic = atomic });

    public ClientSession Client() => Ledger.Sessions.Of(Session, _client);

    public TaskEntry Task(int index) => Ledger.Tasks.Find(Rows.Key(index))!;

    public TaskState State(int index) => Task(index).State;

    public string? Error(int index) => Task(index).ToRecord().Exception;

    /// <summary>The tasks that the pool has received since the last call.</summary>
    public int[] Runnable()
    {
        int[] tasks = [.. Ledger.Effects.Enqueued.Select(static attempt => attempt.Task.Key.Index)];
        Ledger.Effects.Enqueued.Clear();
        return tasks;
    }

    /// <summary>The pool gives back the tasks it was told to withdraw.</summary>
    public void Withdraw()
    {
        var withdrawn = Ledger.Effects.Withdrawn.ToArray();
        Ledger.Effects.Withdrawn.Clear();
        foreach (var withdrawal in withdrawn)
        {
            Ledger.Attempts.OnWithdrawn(withdrawal.Task);
        }
    }

    public void End(int index, TaskState state = TaskState.Done, object? value = null, string? exception = null, int exitCode = 0, CodeIdentity? code = null)
    {
        var task = Task(index);
        Assign(task);

        var outcome = new TaskOutcome
        {
            ReturnValue = value is null ? null : System.Text.Json.JsonSerializer.SerializeToElement(value),
            Exception = exception,
            ExitCode = exitCode,
        };
        Ledger.Attempts.OnResult(Rows.Result(index, task.Attempt, state, outcome.ToUtf8Json()) with { Code = code }, "w");
        Deliver();
    }

    /// <summary>A worker has the task's attempt, unless one has it already.</summary>
    public void Assign(TaskEntry task)
    {
        if ((task.Detail?.Rerun?.Phase ?? task.Phase).AssignedAt == 0)
        {
            Ledger.Attempts.OnAssigned(new TaskAttempt(task, task.Attempt), "w");
        }
    }

    /// <summary>The client receives and acknowledges the results sent to it.</summary>
    public void Deliver()
    {
        while (Ledger.Effects.Sending.Count > 0)
        {
            var session = Ledger.Effects.Sending.First();
            Ledger.Effects.Sending.Remove(session);
            var sent = session.Outbox.ToArray();
            session.Outbox.Clear();
            foreach (var task in sent)
            {
                Told.Add((task.Key.Index, task.State));
                Ledger.Delivery.Acknowledge(task.Key, _client);
            }
        }
    }
}
