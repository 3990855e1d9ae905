using Akka.Actor;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tasks;

/// <summary>How much the ledger keeps and tries.</summary>
/// <param name="MaxAttempts">Attempts at a task; each but the last ended with the loss of its worker.</param>
/// <param name="RetainedTasks">Final records kept for queries after their delivery.</param>
/// <param name="RetainedBytes">Bytes of outcomes kept with them.</param>
/// <param name="MaxPayload">Bytes of a task's description.</param>
internal sealed record LedgerLimits(int MaxAttempts, int RetainedTasks, long RetainedBytes, long MaxPayload);

/// <summary>
/// All task state of a master, without actors: every method is one transition in O(1) a task, and leaves in
/// <see cref="ToEnqueue"/>, <see cref="ToWithdraw"/> and <see cref="ToSend"/> what the ledger's actor has to tell others.
/// Times are microseconds since 1970-01-01 UTC; <see cref="Now"/> is set before each transition.
/// </summary>
internal sealed partial class LedgerState(LedgerLimits limits)
{
    private readonly Dictionary<Guid, Submission> _submissions = [];
    private readonly Dictionary<Guid, ClientSession> _sessions = [];
    private readonly Dictionary<IActorRef, ClientSession> _plain = [];
    private readonly SubmissionOrder _order = new();
    private readonly UidIndex _uids = new();
    private readonly long[] _counts = new long[(int)TaskState.Canceled + 1];
    private Submission? _lastSubmission;
    private long _sequence;

    public long Now { get; set; }

    /// <summary>Attempts for the pool.</summary>
    public List<Ticket> ToEnqueue { get; } = [];

    /// <summary>Tasks that the pool is to give back or to cancel where they run.</summary>
    public List<TaskSpec> ToWithdraw { get; } = [];

    /// <summary>Sessions with a filled outbox.</summary>
    public HashSet<ClientSession> ToSend { get; } = [];

    /// <summary>Results that came for an attempt that is not current, or for no task at all, and were dropped.</summary>
    public long StaleResults { get; private set; }

    /// <summary>Why no more tasks are accepted; null = they are.</summary>
    public string? Closed { get; set; }

    public long Unfinished { get; private set; }

    /// <summary>Tasks in the ledger.</summary>
    public int Count => _order.Count;

    /// <summary>Results that a connected client has not acknowledged.</summary>
    public long AwaitingAck => _sessions.Values.Sum(static session => session.Actor is null ? 0L : session.Undelivered);

    public IEnumerable<ClientSession> Sessions => _sessions.Values;

    public long CountOf(TaskState state) => _counts[(int)state];

    public TaskEntry? Find(TaskKey key) => FindSubmission(key.Submission)?[key.Index];

    private Submission? FindSubmission(Guid id)
    {
        if (_lastSubmission?.Id == id)
        {
            return _lastSubmission;
        }

        return _submissions.TryGetValue(id, out var found) ? _lastSubmission = found : null;
    }

    private void Move(TaskEntry task, TaskState state)
    {
        _counts[(int)task.State]--;
        _counts[(int)state]++;
        task.State = state;
    }

    /// <summary>The one place where a task ends.</summary>
    private void End(TaskEntry task, TaskState state, long started, long finished, ReadOnlyMemory<byte> outcome)
    {
        if (task.State.IsFinal())
        {
            throw new BrokenInvariantException($"task {task.Uid} is {task.State} and was to end again as {state}");
        }

        Move(task, state);
        Unfinished--;
        task.Session.Unfinished--;
        task.Started = started;
        task.Finished = finished;
        task.Outcome = outcome;
        Deliver(task);
    }

    private void End(TaskEntry task, TaskState state, string kind, string message) =>
        End(task, state, task.Started, Now, TaskOutcome.Error(kind, message).ToUtf8Json());
}
