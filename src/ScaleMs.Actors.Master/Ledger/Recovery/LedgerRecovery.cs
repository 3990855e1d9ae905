using System.Collections.Immutable;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Attempts;
using ScaleMs.Actors.Master.Ledger.Delivery;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Files;
using ScaleMs.Actors.Master.Ledger.Graph;
using ScaleMs.Actors.Master.Ledger.Observing;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>
/// Recovers a ledger from its journal: first the facts, entry by entry, then their consequences for all tasks at once.
/// </summary>
internal sealed class LedgerRecovery(
    ITaskTransitions transitions,
    LedgerEffects effects,
    TaskTable tasks,
    SessionIndex sessions,
    ResultDelivery delivery,
    Retention retention,
    TaskReferences references,
    Acceptance acceptance,
    SubTasks subTasks,
    TaskFiles files,
    CodeSets codes,
    ReportBuilder report)
{
    private const int BytesOfEntry = 100;

    /// <summary>Processes of the workers that were registered when the master ended.</summary>
    public ImmutableArray<string> WorkersBefore { get; set; } = [];

    /// <summary>The workers that were started and not over when the master ended.</summary>
    public LaunchRecord LaunchesBefore { get; set; } = LaunchRecord.Empty;

    public CodeSets Codes => codes;

    /// <summary>Approximate size of the ledger's tasks in a journal, in bytes.</summary>
    public long LiveBytes => tasks.UnfinishedBytes + retention.RetainedBytes + ((long)tasks.Count * BytesOfEntry);

    public TaskEntry? Find(TaskKey key) => tasks.Find(key);

    public Submission SubmissionOf(TaskEntry task) => tasks.SubmissionOf(task);

    public ClientSession Session(Guid id, bool isAnonymous)
    {
        var session = sessions.Get(id, isAnonymous);

        // A plain actor's results went to a reference that is no longer valid; they can be queried.
        session.Closed |= isAnonymous;
        return session;
    }

    public void Note(Guid submission, (int MaxRunning, string TraceParent) noted)
    {
        if (noted != (0, ""))
        {
            var known = tasks.GetSubmission(submission);
            (known.MaxRunning, known.TraceParent) = noted;
        }
    }

    /// <summary>A task as it was accepted. A known task is replaced: the rest of the entry is its whole state.</summary>
    public TaskEntry Recover(in TaskRow row, ClientSession session, long submitted) =>
        tasks.Recover(row, row.Options.IsEmpty ? TaskOptions.None : TaskOptions.Parse(row.Options.Span), session, submitted);

    /// <summary>All entries are read: tasks resume, and changes are written from now on.</summary>
    public void Resume()
    {
        effects.Journal.IsOn = true;

        // In the order of submission, whatever the order of snapshots: the first of equal tasks is the primary.
        var all = tasks.All.OrderBy(static task => task.Submitted).ToList();
        retention.BeginResume();
        foreach (var task in all)
        {
            tasks.Resume(task);
            task.Session.Join(task);
            files.Described(task);
            if (task.IsFinal)
            {
                files.Ended(task);
                if (!task.MayRunAgain)
                {
                    task.ReleasePayload();
                }

                delivery.Resume(task);
            }
        }

        var unfinished = all.FindAll(static task => !task.IsFinal);
        report.Accepted += unfinished.Count;
        report.Recovered = unfinished.Count;
        subTasks.Resume(unfinished);
        foreach (var task in unfinished)
        {
            Resume(task);
        }

        // Only now is it known which values other tasks need.
        retention.EndResume();
        sessions.DropUnused();
        tasks.DropEmpty();
    }

    private void Resume(TaskEntry task)
    {
        if (task.IsFinal)
        {
            // Ended as a consequence of another's end.
            return;
        }

        if (task.Ending is { } ending)
        {
            transitions.End(task, ending);
            return;
        }

        (string, TaskEntry)[] inputs;
        try
        {
            inputs = references.Resolve(task.Key, task.Detail?.Options ?? TaskOptions.None);
        }
        catch (ProtocolException)
        {
            transitions.Fail(task, ErrorType.DependencyFailed, "the record of a task that it depends on is not kept any more (scalems.master.retain)");
            return;
        }

        acceptance.Begin(task, inputs);
    }
}
