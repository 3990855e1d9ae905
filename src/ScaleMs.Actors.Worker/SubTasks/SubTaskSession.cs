using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>
/// The worker's session with the master, for the tasks that its running tasks submit: sends batches until they are accepted, acknowledges results, and opens
/// the session again after a lost connection. It opens it with the first sub-task, so a worker whose tasks submit none has no session. It never
/// closes it, because another actor system of the worker may go on with it; the master does when the worker is lost or released.
/// </summary>
internal sealed class SubTaskSession : BatchActor
{
    /// <summary>Its name below the worker's node actor.</summary>
    public const string Name = "sub-tasks";

    private static readonly TimeSpan OpenInterval = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(1);

    // Longer than any pause of a busy but healthy master.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);

    // A master at its limit has room again as soon as some tasks have ended.
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(200);

    // Longer than a busy master takes to accept a batch.
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(5);

    private readonly SubTaskPort _port;
    private readonly MasterLocator _locator;
    private readonly TransferOptions _transfer;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Action _waiting;
    private readonly Dictionary<(Guid Submission, int First), (BatchPiece Piece, TimeSpan Sent)> _unaccepted = [];
    private readonly HashSet<(Guid Submission, int First)> _busy = [];
    private IActorRef? _master;
    private bool _wasOpen;
    private TimeSpan _heard;
    private int _told;

    /// <summary>A session.</summary>
    /// <param name="port">What is to be submitted; it outlives this actor.</param>
    /// <param name="locator">Finds the master.</param>
    /// <param name="transfer">Size limits of rows.</param>
    public SubTaskSession(SubTaskPort port, MasterLocator locator, TransferOptions transfer)
        : base(transfer)
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
        Receive<AcceptedBatch>(OnAccepted);
        Receive<ResultBatch>(OnResults);
        Receive<SubmissionLost>(OnLost);
        Receive<SessionAlive>(_ => Heard());
        Receive<StayInTouch>(_ => OnStayInTouch());
        Receive<Resend>(_ => SendAgain(Now - ResendAfter));
        Receive<SendBusyAgain>(_ => SendBusy());
        Receive<Terminated>(gone =>
        {
            if (gone.ActorRef.Equals(_master))
            {
                Reopen();
            }
        });
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(SubTaskPort port, MasterLocator locator, TransferOptions transfer) =>
        Akka.Actor.Props.Create(() => new SubTaskSession(port, locator, transfer));

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartPeriodicTimer(nameof(StayInTouch), StayInTouch.Instance, TouchInterval);
        Timers.StartPeriodicTimer(nameof(Resend), Resend.Instance, ResendAfter);
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

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is ITransferMessage)
        {
            // Chunks of a large result count as a sign of life.
            Heard();
        }

        return base.AroundReceive(receive, message);
    }

    private void Open()
    {
        if (_master is null && !Timers.IsTimerActive(nameof(TryOpen)))
        {
            Timers.StartPeriodicTimer(nameof(TryOpen), TryOpen.Instance, TimeSpan.Zero, OpenInterval);
        }
    }

    /// <summary>The master is gone. It is looked for as long as something waits for it; the worker's registration says when to give up.</summary>
    private void Reopen()
    {
        if (_master is not null)
        {
            Channel.Forget(_master);
            Context.Unwatch(_master);
            _master = null;
        }

        if (_port.Count > 0)
        {
            Open();
        }
    }

    private void OnOpened(SessionOpened opened)
    {
        if (_master is not null || opened.Session != _port.Session)
        {
            return;
        }

        Timers.Cancel(nameof(TryOpen));
        _master = opened.Master;
        Heard();
        if (_master.IsLocal())
        {
            Context.Watch(_master);
        }

        _port.Opened(opened.Incarnation);
        SendAgain(TimeSpan.MaxValue);
        OnWaiting();
        if (_wasOpen)
        {
            // The master may have considered this worker lost meanwhile.
            foreach (var submission in _port.Awaited())
            {
                _master.Tell(new CheckSubmission(_port.Session, submission));
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

    private void Heard() => _heard = Now;

    /// <summary>No remote death watch: a paused process would be quarantined and could never reconnect.</summary>
    private void OnStayInTouch()
    {
        if (_master is null || _master.IsLocal())
        {
            return;
        }

        if (Now - _heard > MostSilence)
        {
            Reopen();
        }
        else
        {
            _master.Tell(new SessionAlive(_port.Session));
        }
    }

    private void OnWaiting()
    {
        // Before the rows are taken, so that no later one goes unreported.
        Volatile.Write(ref _told, 0);
        if (_master is null)
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

        Context.Parent.Tell(Submitted.Instance);
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

    private void Send(SubmitBatch batch)
    {
        // Each piece is accepted separately.
        foreach (var piece in Channel.Split(batch))
        {
            _unaccepted[(batch.Submission, RowsOf(piece)[0].Key.Index)] = (piece, Now);
            Channel.Tell(_master!, piece);
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

    private void SendAgain(TimeSpan sentBefore)
    {
        if (_master is null)
        {
            return;
        }

        foreach (var (key, (piece, _)) in _unaccepted.Where(entry => entry.Value.Sent < sentBefore).OrderBy(static entry => entry.Key.First).ToArray())
        {
            _unaccepted[key] = (piece, Now);
            Channel.Tell(_master, piece);
        }
    }

    private void SendBusy()
    {
        foreach (var key in _busy.OrderBy(static key => key.First))
        {
            if (_master is not null && _unaccepted.TryGetValue(key, out var entry))
            {
                _unaccepted[key] = (entry.Piece, Now);
                Channel.Tell(_master, entry.Piece);
            }
        }

        _busy.Clear();
    }

    private void OnAccepted(AcceptedBatch accepted)
    {
        Heard();
        var key = (accepted.Submission, accepted.First);
        if (accepted.Busy)
        {
            _busy.Add(key);
            if (!Timers.IsTimerActive(nameof(SendBusyAgain)))
            {
                Timers.StartSingleTimer(nameof(SendBusyAgain), SendBusyAgain.Instance, BusyPause);
            }

            return;
        }

        if (!_unaccepted.Remove(key, out var sent))
        {
            // Answered before.
            return;
        }

        foreach (var refused in accepted.Refused)
        {
            _port.Refused(new(accepted.Submission, refused.Index), refused.Reason);
        }

        foreach (var row in RowsOf(sent.Piece))
        {
            _port.Accepted(row.Key);
        }
    }

    private void OnResults(ResultBatch batch)
    {
        Heard();
        var acks = ImmutableArray.CreateBuilder<AckRow>(batch.Results.Length);
        foreach (var result in batch.Results)
        {
            acks.Add(new AckRow(result.Key, result.Attempt));
            _port.Ended(result);
        }

        Sender.Tell(new ResultAck(acks.MoveToImmutable()));
    }

    private void OnLost(SubmissionLost lost)
    {
        foreach (var key in _unaccepted.Keys.Where(key => key.Submission == lost.Submission).ToArray())
        {
            _unaccepted.Remove(key);
        }

        _port.Lost(lost.Submission, lost.Reason);
    }

    private static ImmutableArray<TaskRow> RowsOf(in BatchPiece piece) => ((SubmitBatch)piece.Batch).Tasks;

    /// <summary>The worker has registered again: the master is another one, or has closed the session with the registration before.</summary>
    internal sealed record LookAgain
    {
        public static readonly LookAgain Instance = new();
    }

    /// <summary>To its parent: running tasks have submitted others, and may wait for them from now on.</summary>
    internal sealed record Submitted
    {
        public static readonly Submitted Instance = new();
    }

    private sealed record SendWaiting
    {
        public static readonly SendWaiting Instance = new();
    }

    private sealed record TryOpen
    {
        public static readonly TryOpen Instance = new();
    }

    private sealed record StayInTouch
    {
        public static readonly StayInTouch Instance = new();
    }

    private sealed record Resend
    {
        public static readonly Resend Instance = new();
    }

    private sealed record SendBusyAgain
    {
        public static readonly SendBusyAgain Instance = new();
    }
}
