using System.Globalization;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>
/// The worker's session with the master, for the tasks that its running tasks submit: sends batches until they are accepted, acknowledges results, and opens
/// the session again after a lost connection. It opens it with the first sub-task, so a worker whose tasks submit none has no session. It never
/// closes it, because another actor system of the worker may go on with it; the master does when the worker is lost or released.
/// </summary>
internal sealed class SubTaskSession : SubmittingActor
{
    /// <summary>Its name below the worker's node actor.</summary>
    public const string Name = "sub-tasks";

    private readonly SubTaskPort _port;
    private readonly MasterLocator _locator;
    private readonly TransferOptions _transfer;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Action _waiting;
    private bool _wasOpen;
    private int _told;

    /// <summary>A session.</summary>
    /// <param name="port">What is to be submitted; it outlives this actor.</param>
    /// <param name="locator">Finds the master.</param>
    /// <param name="transfer">Size limits of rows.</param>
    public SubTaskSession(SubTaskPort port, MasterLocator locator, TransferOptions transfer)
        : base(port.Session, transfer)
    {
        (_port, _locator, _transfer) = (port, locator, transfer);
        var self = Self;
        _waiting = () =>
        {
            // At most one in the mailbox.
            if (Interlocked.Exchange(ref _told, 1) == 0)
            {
                self.Tell(SendWaiting.Instance, ActorRefs.NoSender);
            }
        };
        Receive<SendWaiting>(_ => OnWaiting());
        Receive<LookAgain>(_ => Reopen());
        Receive<TryOpen>(_ => _locator.Tell(new OpenSession(_port.Session, Cpi.ApiName, Cpi.WireVersion), Self));
        Receive<SessionOpened>(OnOpened);
        Receive<Refused>(OnRefused);
        Receive<SubmissionLost>(OnLost);
    }

    public static Props Props(SubTaskPort port, MasterLocator locator, TransferOptions transfer) =>
        Akka.Actor.Props.Create(() => new SubTaskSession(port, locator, transfer));

    protected override void PreStart()
    {
        base.PreStart();
        _port.Attach(_waiting);
        if (_port.Count > 0)
        {
            // An earlier actor system has left them.
            _wasOpen = true;
            Open();
            _waiting();
        }
    }

    protected override void PostStop() => _port.Detach(_waiting);

    private void Open()
    {
        if (Master is null && !Timers.IsTimerActive(nameof(TryOpen)))
        {
            Timers.StartPeriodicTimer(nameof(TryOpen), TryOpen.Instance, TimeSpan.Zero, OpenInterval);
        }
    }

    /// <summary>The master is gone. It is looked for as long as something waits for it; the worker's registration says when to give up.</summary>
    protected override void Reopen()
    {
        Disconnect();
        if (_port.Count > 0)
        {
            Open();
        }
    }

    private void OnOpened(SessionOpened opened)
    {
        if (Master is not null || opened.Session != _port.Session)
        {
            return;
        }

        Timers.Cancel(nameof(TryOpen));
        Connect(opened.Master);
        _port.Opened(opened.Incarnation);
        SendAgain();
        OnWaiting();
        if (_wasOpen)
        {
            // The master may have considered this worker lost meanwhile.
            foreach (var submission in _port.Awaited())
            {
                opened.Master.Tell(new CheckSubmission(_port.Session, submission));
            }
        }

        _wasOpen = true;
    }

    /// <summary>By a master that has ended, or is about to: the next one is looked for.</summary>
    private void OnRefused(Refused refused)
    {
        _log.Debug("The master refuses the session of this worker's tasks: {Reason}", refused.Reason);
        Reopen();
    }

    private void OnWaiting()
    {
        // Before the rows are taken, so that no later one goes unreported.
        Volatile.Write(ref _told, 0);
        if (Master is null)
        {
            Open();
            return;
        }

        foreach (var run in Runs(WithoutTooLarge(_port.TakeUnsent())))
        {
            foreach (var tasks in run.InBatches(run.Count))
            {
                Send(new SubmitBatch(_port.Session, tasks[0].Key.Submission, tasks));
            }
        }
    }

    /// <summary>
    /// Rows with consecutive indices. The master answers with Busy until the row that it first had no room for has come again, and looks for it
    /// between the first index of a batch and the number of its rows.
    /// </summary>
    private static IEnumerable<List<TaskRow>> Runs(List<TaskRow> rows)
    {
        var run = new List<TaskRow>();
        foreach (var row in rows.OrderBy(static row => row.Key.Submission).ThenBy(static row => row.Key.Index))
        {
            if (run.Count > 0 && row.Key != run[^1].Key with { Index = run[^1].Key.Index + 1 })
            {
                yield return run;
                run = [];
            }

            run.Add(row);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    /// <summary>Ends tasks that are too large for any master.</summary>
    private List<TaskRow> WithoutTooLarge(List<TaskRow> rows)
    {
        foreach (var row in rows.Where(row => row.Payload.Length > _transfer.Max))
        {
            _port.Refused(row.Key, string.Create(
                CultureInfo.InvariantCulture, $"the task's description has {row.Payload.Length} bytes; at most {_transfer.Max} are transferred (scalems.transfer.max)"));
        }

        rows.RemoveAll(row => row.Payload.Length > _transfer.Max);
        return rows;
    }

    protected override void Accepted(AcceptedBatch accepted, SubmitBatch? sent)
    {
        if (sent is null)
        {
            return;
        }

        foreach (var refused in accepted.Refused)
        {
            _port.Refused(new(accepted.Submission, refused.Index), refused.Reason);
        }

        foreach (var row in sent.Tasks)
        {
            _port.Accepted(row.Key);
        }
    }

    protected override bool Ended(in ResultRow result)
    {
        _port.Ended(result);
        return true;
    }

    private void OnLost(SubmissionLost lost)
    {
        ForgetUnaccepted(lost.Submission);
        _port.Lost(lost.Submission, lost.Reason);
    }

    /// <summary>The worker has registered again: the master is another one, or has closed the session with the registration before.</summary>
    internal sealed record LookAgain
    {
        public static readonly LookAgain Instance = new();
    }

    private sealed record SendWaiting
    {
        public static readonly SendWaiting Instance = new();
    }

    private sealed record TryOpen
    {
        public static readonly TryOpen Instance = new();
    }
}
