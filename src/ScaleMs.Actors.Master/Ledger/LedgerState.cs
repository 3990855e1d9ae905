using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Journal;
using ScaleMs.Actors.Master.Ledger.Attempts;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Files;
using ScaleMs.Actors.Master.Ledger.Graph;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger;

/// <summary>
/// All task state of a master, without actors. Each part owns its fields; a call of one of its methods is a transition, O(1) a task,
/// which collects in <see cref="Effects"/> what the ledger's actor must write and send. This class puts the parts together and
/// applies each transition of a task to all of them.
/// </summary>
internal sealed class LedgerState : ITaskTransitions
{
    private readonly Admission _admission;
    private readonly SubTasks _subTasks;
    private readonly Completion _completion;

    public LedgerState(LedgerLimits limits)
    {
        Files = new TaskFiles(Effects);
        var sessions = new SessionIndex(Effects);
        var references = new TaskReferences(limits, Tasks);
        Subscriptions = new Subscriptions(Effects);
        Retention = new Retention(limits, Effects, Tasks, sessions, Files);
        Delivery = new ResultDelivery(Effects, Tasks, sessions, Retention, Files);
        Sessions = new ClientSessions(Effects, Tasks, sessions, Delivery, Retention);
        var dependencies = new Dependencies(this, references, Retention, Files);
        var duplicates = new Duplicates(this, Effects, dependencies, Deadlines, Report);
        _completion = new Completion(dependencies, duplicates);
        _admission = new Admission(this, Effects, Tasks);
        var further = new FurtherAttempts(this, Effects, _admission, Report);
        var reruns = new Reruns(this, limits, Effects, _admission, further, references, dependencies, Files, Code, Report);
        Attempts = new TaskAttempts(this, limits, Effects, Tasks, _admission, further, reruns, Deadlines, Code, Report);
        Cancellation = new Cancellation(this, Effects, Tasks, sessions);
        Due = new DueActions(this, Effects, Deadlines, Cancellation);
        _subTasks = new SubTasks(Effects, Tasks, Cancellation);
        Acceptance = new Acceptance(
            this, limits, Effects, Tasks, Sessions, Delivery, references, dependencies, duplicates, _subTasks, Files, Deadlines, Subscriptions, Report);
        Recovery = new LedgerRecovery(this, Effects, Tasks, sessions, Delivery, Retention, references, Acceptance, _subTasks, Files, Code, Report);
    }

    /// <summary>The effects of the current transition.</summary>
    public LedgerEffects Effects { get; } = new();

    /// <summary>The tasks.</summary>
    public TaskTable Tasks { get; } = new();

    /// <summary>Times by which tasks must have begun or ended, or may be tried again.</summary>
    public Deadlines Deadlines { get; } = new();

    /// <summary>The code that results depend on.</summary>
    public CodeSets Code { get; } = new();

    /// <summary>Counts of all tasks since the master started.</summary>
    public ReportBuilder Report { get; } = new();

    /// <summary>The files that tasks use.</summary>
    public TaskFiles Files { get; }

    /// <summary>Subscribers to changes.</summary>
    public Subscriptions Subscriptions { get; }

    /// <summary>What observers see; null = nobody asks.</summary>
    public LiveActivity? Activity { get; set; }

    /// <summary>Retention of final records.</summary>
    public Retention Retention { get; }

    /// <summary>Results in transit to clients.</summary>
    public ResultDelivery Delivery { get; }

    /// <summary>Clients' sessions.</summary>
    public ClientSessions Sessions { get; }

    /// <summary>Acceptance of new tasks.</summary>
    public Acceptance Acceptance { get; }

    /// <summary>Reports of the pool and workers.</summary>
    public TaskAttempts Attempts { get; }

    /// <summary>Requests to end tasks.</summary>
    public Cancellation Cancellation { get; }

    /// <summary>Timed actions.</summary>
    public DueActions Due { get; }

    /// <summary>Recovery of the ledger from its journal.</summary>
    public LedgerRecovery Recovery { get; }

    /// <summary>Opens the journal and recovers its ledger.</summary>
    /// <param name="options">Where the journal is.</param>
    /// <param name="limits">Limits of the ledger.</param>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    /// <exception cref="JournalException">The journal cannot be opened or read; the message says why and what to do.</exception>
    public static (LedgerState Ledger, LedgerJournal Journal) Open(JournalSettings options, LedgerLimits limits, long now)
    {
        var ledger = new LedgerState(limits) { Effects = { Now = now } };
        return (ledger, LedgerJournal.Open(options, ledger.Recovery));
    }

    /// <inheritdoc/>
    public void Move(TaskEntry task, TaskPhase phase, string reason)
    {
        var from = task.State;
        Tasks.Enter(task, phase, reason);
        Activity?.Moved(task, from);
        Subscriptions.Announce(
            task, from, phase.State, phase is TaskPhase.Ended ended ? ended.End.FinishedAt : phase is TaskPhase.Running ? phase.StartedAt : Effects.Now, reason);
    }

    /// <inheritdoc/>
    public void Schedule(TaskEntry task, string reason) => _admission.Schedule(task, reason);

    /// <inheritdoc/>
    public void End(TaskEntry task, in TaskEnd end, bool ran)
    {
        if (end.StartedAt > 0 && task.State == TaskState.Scheduled && Subscriptions.Any)
        {
            // The task was too short for its start to be reported.
            Move(task, new TaskPhase.Running(task.Phase.Since, end.StartedAt, task.Phase.AssignedAt, end.Worker), "began");
        }

        var (since, assignedAt, wasInPool) = (task.Phase.Since, task.Phase.AssignedAt, task.InPool);
        Move(task, new TaskPhase.Ended(end, since, assignedAt), TaskFailure.NameOf(end.State, end.Outcome.Span));
        Effects.Journal.Ended(task);
        Report.Ended(task, ran);
        Activity?.Ended(task, ran, Effects.Now);
        Attempts.Telemetry?.Ended(task, ran);
        if (wasInPool)
        {
            _admission.Leave(task);
        }

        Deadlines.Drop(task);

        Files.Ended(task);
        if (!task.MayRunAgain)
        {
            // The pool no longer needs the description: it never had the task, or has given it back.
            task.ReleasePayload();
        }

        Delivery.Deliver(task);
        AttemptOver(task);
        _completion.Propagate(task);
    }

    /// <inheritdoc/>
    public void AttemptOver(TaskEntry task) => _subTasks.AttemptOver(task);

    /// <inheritdoc/>
    public void End(TaskEntry task, EndRequest request)
    {
        task.Ending ??= request;
        End(task, TaskEnd.Error(request.State, request.Type, request.Reason, task.Phase.StartedAt, Effects.Now, task.Worker), ran: true);
    }

    /// <inheritdoc/>
    public void Fail(TaskEntry task, ErrorType type, string message) =>
        End(task, TaskEnd.Error(TaskState.Failed, type, message, task.Phase.StartedAt, Effects.Now, task.Worker), ran: true);
}
