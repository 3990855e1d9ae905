using Akka.Actor;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// All task state of a master, without actors: every method is one transition in O(1) a task, and collects in
/// <see cref="Effects"/> what the ledger's actor has to write and to send. Times are microseconds since 1970-01-01 UTC; <see cref="Now"/> is set before each transition.
/// </summary>
internal sealed partial class LedgerState(LedgerLimits limits, LedgerEffects effects)
{
    private readonly Dictionary<Guid, Submission> _submissions = [];
    private readonly Dictionary<Guid, ClientSession> _sessions = [];
    private readonly Dictionary<IActorRef, ClientSession> _anonymous = [];
    private readonly Dictionary<IActorRef, List<ClientSession>> _connected = [];
    private readonly SubmissionOrder _order = new();
    private readonly UidIndex _uids = new();
    private readonly long[] _counts = new long[(int)TaskState.Canceled + 1];
    private readonly long[] _entered = new long[(int)TaskState.Canceled + 1];
    private Submission? _lastSubmission;
    private long _sequence;
    private long _unfinishedBytes;

    public LedgerState(LedgerLimits limits)
        : this(limits, new LedgerEffects())
    {
    }

    public long Now { get; set; }

    /// <summary>What leaves the transition that runs.</summary>
    public LedgerEffects Effects => effects;

    /// <summary>Who hears of changes.</summary>
    public Subscriptions Subscriptions { get; } = new(effects);

    /// <summary>The code that results depend on.</summary>
    public CodeSets Code { get; } = new();

    /// <summary>What became of all tasks since the master started.</summary>
    public ReportBuilder Report { get; } = new();

    /// <summary>Records how long attempts wait and run; null = nothing does.</summary>
    public TaskMetrics? Metrics { get; set; }

    /// <summary>Why no more tasks are accepted; null = they are.</summary>
    public string? Closed { get; set; }

    public long Unfinished { get; private set; }

    /// <summary>Tasks in the ledger.</summary>
    public int Count => _order.Count;

    /// <summary>Bytes that the tasks in the ledger are in a journal, roughly.</summary>
    public long LiveBytes => _unfinishedBytes + _retainedBytes + (Count * 100L);

    /// <summary>Results that a connected client has not acknowledged.</summary>
    public long AwaitingAck => Connected.Sum(static session => (long)session.Undelivered);

    /// <summary>Sessions whose client is there. There may be very many others, whose results are kept.</summary>
    public IEnumerable<ClientSession> Connected => _connected.Values.SelectMany(static sessions => sessions);

    /// <summary>Tasks in that state. May be read on any thread.</summary>
    public long CountOf(TaskState state) => Volatile.Read(ref _counts[(int)state]);

    /// <summary>How often a task has come into that state since the master started. May be read on any thread.</summary>
    public long EnteredOf(TaskState state) => Volatile.Read(ref _entered[(int)state]);

    /// <summary>Whether a task of that submission is in the ledger.</summary>
    public bool HasSubmission(Guid id) => FindSubmission(id) is not null;

    public TaskEntry? Find(TaskKey key) => FindSubmission(key.Submission)?[key.Index];

    private Submission? FindSubmission(Guid id)
    {
        if (_lastSubmission?.Id == id)
        {
            return _lastSubmission;
        }

        return _submissions.TryGetValue(id, out var found) ? _lastSubmission = found : null;
    }

    private Submission GetSubmission(Guid id)
    {
        if (FindSubmission(id) is { } known)
        {
            return known;
        }

        _lastSubmission = new Submission(id);
        _submissions.Add(id, _lastSubmission);
        return _lastSubmission;
    }

    private void DropIfEmpty(Guid submission)
    {
        if (FindSubmission(submission) is { Count: 0 })
        {
            _submissions.Remove(submission);
            _lastSubmission = null;
        }
    }

    /// <summary>The one place where a state changes.</summary>
    private void Move(TaskEntry task, TaskState state, string reason)
    {
        if (!TaskLifeCycle.Leads(task.State, state))
        {
            throw new BrokenInvariantException($"task {task.Uid} is {Name(task.State)} and was to become {Name(state)} ({reason})");
        }

        var from = task.State;
        _counts[(int)from]--;
        _counts[(int)state]++;
        _entered[(int)state]++;
        task.State = state;
        Subscriptions.Announce(task, from, state, state.IsFinal() ? task.Finished : state == TaskState.Executing ? task.Started : Now, reason);
    }

    /// <summary>The one place where a task ends.</summary>
    /// <param name="task">The task.</param>
    /// <param name="state">Its final state.</param>
    /// <param name="started">When it began, in microseconds; 0 = it did not.</param>
    /// <param name="finished">When it ended.</param>
    /// <param name="outcome">JSON of a <see cref="TaskOutcome"/>.</param>
    /// <param name="code">What it was computed with.</param>
    /// <param name="ran">False where the outcome is another task's.</param>
    private void End(TaskEntry task, TaskState state, long started, long finished, ReadOnlyMemory<byte> outcome, CodeSet? code = null, bool ran = true)
    {
        if (started > 0 && task.State == TaskState.Scheduled && Subscriptions.Any)
        {
            // It was too short for its begin to be reported.
            task.Started = started;
            Move(task, TaskState.Executing, "began");
        }

        task.Started = started;
        task.Finished = finished;
        task.Outcome = outcome;
        task.Code = code;
        Move(task, state, state == TaskState.Done ? "ended well" : TaskFailure.NameOf(state, outcome.Span));
        Unfinished--;
        _unfinishedBytes -= task.Payload.Length;
        task.Session.Unfinished--;
        Effects.Journal.Ended(task);
        Report.Ended(task, ran);
        if (ran)
        {
            Metrics?.Ended(task.Scheduled, started, finished, state);
        }

        LeavePool(task);
        Deadlines.Drop(task);

        // Either the pool never had the task, or it has let go of it: that is how it comes to an end here.
        task.ReleasePayload();
        task.Detail?.Original = null;
        task.Detail?.Early = null;
        Deliver(task);
        PropagateCompletion(task);
    }

    private void End(TaskEntry task, TaskState state, ErrorType type, string message) =>
        End(task, state, task.Started, Now, TaskOutcome.Error(type, message).ToUtf8Json());

    /// <summary>Ends a task on request; its duplicates keep running.</summary>
    private void End(TaskEntry task, EndRequest request)
    {
        task.Ending ??= request;
        End(task, request.State, request.Type, request.Reason);
    }
}
