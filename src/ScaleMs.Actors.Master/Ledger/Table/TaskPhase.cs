using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>
/// The phase of a task's life, with the data that exist only there. The cases are closed: a task is in exactly one of them, and the
/// <see cref="TaskState"/> that clients see follows from it. Times are microseconds since 1970-01-01 UTC; 0 = not (yet).
/// </summary>
internal abstract class TaskPhase
{
    private TaskPhase()
    {
    }

    /// <summary>The state that clients see.</summary>
    public abstract TaskState State { get; }

    /// <summary>True while the pool has an attempt of the task, queued or at a worker.</summary>
    public virtual bool IsInPool => false;

    /// <summary>True until the pool has reported the attempt's worker.</summary>
    public virtual bool IsUnassigned => false;

    /// <summary>When the attempt became runnable, or the pause before it began.</summary>
    public virtual long Since => 0;

    public virtual long AssignedAt => 0;

    public virtual long StartedAt => 0;

    public virtual string? Worker => null;

    /// <summary>The phase when the pool has given the attempt to a worker. If it no longer has an attempt, nothing changes.</summary>
    public virtual TaskPhase AssignedTo(string worker, long at) => this;

    /// <summary>Accepted in this very transition, or read from the journal and not resumed yet.</summary>
    public sealed class New : TaskPhase
    {
        public static readonly New Instance = new();

        public override TaskState State => TaskState.New;
    }

    /// <summary>Tasks that it depends on are not final, or make lost files again.</summary>
    /// <param name="missing">Number of these tasks.</param>
    /// <param name="since">Since when; 0 = from the start.</param>
    public sealed class AwaitingInputs(int missing, long since = 0) : TaskPhase
    {
        public int Missing { get; set; } = missing;

        public override long Since => since;

        public override TaskState State => TaskState.Waiting;
    }

    /// <summary>The pause before another attempt.</summary>
    public sealed class AwaitingRetry(long since) : TaskPhase
    {
        public override TaskState State => TaskState.Waiting;

        public override long Since => since;
    }

    /// <summary>A duplicate, which gets the outcome of its primary.</summary>
    public sealed class Attached(TaskEntry primary, long since) : TaskPhase
    {
        public TaskEntry Primary { get; } = primary;

        public override TaskState State => TaskState.Scheduled;

        public override long Since => since;
    }

    /// <summary>Runnable, but its submission has as many tasks in the pool as it may.</summary>
    public sealed class Held(long since) : TaskPhase
    {
        public override TaskState State => TaskState.Scheduled;

        public override long Since => since;
    }

    /// <summary>In the pool's queue.</summary>
    public sealed class Queued(long since) : TaskPhase
    {
        public override TaskState State => TaskState.Scheduled;

        public override bool IsInPool => true;

        public override bool IsUnassigned => true;

        public override long Since => since;

        public override TaskPhase AssignedTo(string worker, long at) => new Assigned(since, at, worker);
    }

    /// <summary>At a worker, which has not reported that it runs.</summary>
    public sealed class Assigned(long since, long at, string worker) : TaskPhase
    {
        public override TaskState State => TaskState.Scheduled;

        public override bool IsInPool => true;

        public override long Since => since;

        public override long AssignedAt => at;

        public override string Worker => worker;

        public override TaskPhase AssignedTo(string worker, long at) => new Assigned(since, at, worker);
    }

    /// <summary>
    /// Runs. The report of a worker that has kept the task over a restart of the master can be here before the pool has said that the
    /// attempt is there; then <see cref="AssignedAt"/> is 0.
    /// </summary>
    public sealed class Running(long since, long startedAt, long assignedAt, string? worker) : TaskPhase
    {
        public override TaskState State => TaskState.Executing;

        public override bool IsInPool => true;

        public override bool IsUnassigned => assignedAt == 0;

        public override long Since => since;

        public override long AssignedAt => assignedAt;

        public override long StartedAt => startedAt;

        public override string? Worker => worker;

        public override TaskPhase AssignedTo(string worker, long at) => new Running(since, StartedAt, at, worker);
    }

    /// <summary>Its result came from a worker that has kept it over a restart of the master, while the pool still has the attempt in its queue.</summary>
    /// <param name="before">The phase before.</param>
    /// <param name="result">The result; it counts when the pool has withdrawn the attempt.</param>
    public sealed class Returned(TaskPhase before, EarlyResult result) : TaskPhase
    {
        public EarlyResult Result { get; } = result;

        public override TaskState State => before.State;

        public override bool IsInPool => true;

        public override long Since => before.Since;

        public override long AssignedAt => before.AssignedAt;

        public override long StartedAt => before.StartedAt;

        public override string? Worker => before.Worker;

        public override TaskPhase AssignedTo(string worker, long at) => new Returned(before.AssignedTo(worker, at), Result);
    }

    /// <summary>Final.</summary>
    public sealed class Ended(TaskEnd end, long since, long assignedAt) : TaskPhase
    {
        public TaskEnd End { get; } = end;

        public override TaskState State => End.State;

        public override long Since => since;

        public override long AssignedAt => assignedAt;

        public override long StartedAt => End.StartedAt;

        public override string? Worker => End.Worker;
    }
}
