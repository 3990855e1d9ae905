using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Transfer;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// The client's side of the conversation with the master: opens the session, sends batches until they are accepted, acknowledges
/// results, and takes the session up again when the connection was lost but the master lives.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan OpenInterval = TimeSpan.FromMilliseconds(300);

    // A full master has room again as soon as some tasks have ended.
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(200);

    // Longer than a busy master takes to accept a batch.
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(5);

    private readonly Guid _session;
    private readonly MasterLocator _locator;
    private readonly ClientOptions _options;
    private readonly TransferOptions _transferOptions;
    private readonly BatchTransfers _transfers;
    private readonly TaskCompletionSource<SessionOpened> _opened;
    private readonly TaskCompletionSource<MasterUnavailableException> _lost;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Guid, IResultSink> _submissions = [];
    private readonly HashSet<TakenSubmission> _taking = [];
    private readonly Dictionary<(Guid Submission, int First), (SubmitBatch Batch, TimeSpan Sent)> _unaccepted = [];
    private readonly HashSet<(Guid Submission, int First)> _busy = [];
    private readonly List<TaskRow> _singles = [];
    private readonly List<WhenAccepted> _whenAccepted = [];
    private readonly MasterReference _reference;
    private SessionOpened? _master;
    private Guid? _incarnation;

    /// <summary>Begins to look for a master at once.</summary>
    /// <param name="locator">Finds the master.</param>
    /// <param name="session">Names the session: results are kept for it.</param>
    /// <param name="options">How long to look for it, and again.</param>
    /// <param name="transfer">How large rows travel.</param>
    /// <param name="reference">Told where the master is.</param>
    /// <param name="opened">Completed when the session is open for the first time.</param>
    /// <param name="lost">Completed when the master is gone for good.</param>
    public SessionActor(
        MasterLocator locator,
        Guid session,
        ClientOptions options,
        TransferOptions transfer,
        MasterReference reference,
        TaskCompletionSource<SessionOpened> opened,
        TaskCompletionSource<MasterUnavailableException> lost)
    {
        _reference = reference;
        (_locator, _session, _options, _transferOptions, _opened, _lost) = (locator, session, options, transfer, opened, lost);
        _transfers = new BatchTransfers(Context.System, transfer, _log);
        Receive<TryOpen>(_ => _locator.Tell(new OpenSession(_session, Cpi.ApiName, Cpi.WireVersion), Self));
        Receive<SessionOpened>(Opened);
        Receive<Refused>(refused => Lose($"the master refuses this client: {refused.Reason}"));
        Receive<Take>(OnTake);
        Receive<SubmissionTaken>(OnTaken);
        Receive<AskTakeAgain>(_ => AskTake());
        Receive<SendBusyAgain>(_ => SendBusy());
        Receive<DeadlineOver>(_ => Lose(
            _incarnation is null
                ? $"no master answered at {_locator} within {_options.ConnectDeadline.TotalSeconds:0.#} s; start one with 'scalems seed', or give its address with --seed HOST:PORT"
                : $"the master at {_locator} is gone and did not come back within {_options.ReconnectDeadline.TotalSeconds:0.#} s; what it had not reported is unknown"));
        Receive<Terminated>(gone =>
        {
            if (gone.ActorRef.Equals(_master?.Master))
            {
                Reopen();
            }
        });
        Receive<Register>(register => _submissions[register.Submission.Id] = register.Submission);
        Receive<WhenAccepted>(when =>
        {
            _whenAccepted.Add(when);
            TellAccepted(when.Submission);
        });
        Receive<Forget>(forget => _submissions.Remove(forget.Submission));
        Receive<SubmitBatch>(Send);
        Receive<Single>(single =>
        {
            if (_singles.Count == 0)
            {
                // Whatever else waits in the mailbox joins this batch.
                Self.Tell(FlushSingles.Instance);
            }

            _singles.Add(single.Row);
        });
        Receive<FlushSingles>(_ => SendSingles());
        Receive<AcceptedBatch>(Accepted);
        Receive<ResultBatch>(Ended);
        Receive<BatchPart>(part =>
        {
            if (_transfers.OnPart(part, Sender, Self) is { } batch)
            {
                Self.Forward(batch);
            }
        });
        Receive<PartCredit>(_transfers.OnCredit);
        Receive<BatchTransfers.Tick>(_ => _transfers.OnTick());
        Receive<Resend>(_ => SendAgain(Context.System.Scheduler.MonotonicClock - ResendAfter));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        MasterLocator locator,
        Guid session,
        ClientOptions options,
        TransferOptions transfer,
        MasterReference reference,
        TaskCompletionSource<SessionOpened> opened,
        TaskCompletionSource<MasterUnavailableException> lost) =>
        Akka.Actor.Props.Create(() => new SessionActor(locator, session, options, transfer, reference, opened, lost));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Resend), Resend.Instance, ResendAfter);
        Timers.StartPeriodicTimer(nameof(BatchTransfers), BatchTransfers.Tick.Instance, BatchTransfers.TickInterval);
        Open();
    }

    protected override void PostStop()
    {
        _master?.Master.Tell(new CloseSession(_session));
        Lose("the client was closed");
    }

    private void Open()
    {
        Timers.StartSingleTimer(nameof(DeadlineOver), DeadlineOver.Instance, _incarnation is null ? _options.ConnectDeadline : _options.ReconnectDeadline);
        Timers.StartPeriodicTimer(nameof(TryOpen), TryOpen.Instance, TimeSpan.Zero, OpenInterval);
    }

    private void Reopen()
    {
        if (_master is not null)
        {
            _log.Info("The connection to the master is lost; looking for it for {Deadline}", _options.ReconnectDeadline);
            _transfers.Forget(_master.Master);
            _master = null;
            Context.System.EventStream.Publish(new ConnectionChanged(false, _options.ReconnectDeadline));
            Open();
        }
    }

    private void Opened(SessionOpened opened)
    {
        if (_master is not null || opened.Session != _session)
        {
            return;
        }

        Timers.Cancel(nameof(TryOpen));
        Timers.Cancel(nameof(DeadlineOver));
        if (_incarnation is { } known && known != opened.Incarnation)
        {
            Lose("the master was restarted without a journal and does not know this client's tasks any more; submit what has no result yet again");
            return;
        }

        if (_incarnation is not null)
        {
            Context.System.EventStream.Publish(new ConnectionChanged(true, _options.ReconnectDeadline));
        }

        _incarnation = opened.Incarnation;
        _master = opened;
        _reference.Current = opened.Master;
        Context.Watch(opened.Master);
        _opened.TrySetResult(opened);
        SendAgain(TimeSpan.MaxValue);
        AskTake();
    }

    private void Lose(string reason)
    {
        var error = new MasterUnavailableException(reason);
        Timers.CancelAll();
        _opened.TrySetException(error);
        if (_lost.TrySetResult(error))
        {
            foreach (var submission in _submissions.Values)
            {
                submission.Fail(error);
            }
        }

        _whenAccepted.ForEach(when => when.Accepted.TrySetException(error));
        _submissions.Clear();
        _unaccepted.Clear();
        _taking.Clear();
        Become(() =>
        {
            Receive<Register>(register => register.Submission.Fail(error));
            Receive<Take>(take => take.Submission.Fail(error));
            Receive<WhenAccepted>(when => when.Accepted.TrySetException(error));
            ReceiveAny(static _ => { });
        });
    }

    private void SendSingles()
    {
        var at = 0;
        while (at < _singles.Count)
        {
            var bytes = 0;
            var count = 0;
            while (at + count < _singles.Count && count < BatchLimits.Rows && (count == 0 || bytes + _singles[at + count].Payload.Length <= BatchLimits.Bytes))
            {
                bytes += _singles[at + count++].Payload.Length;
            }

            Send(new SubmitBatch(_session, _singles[at].Key.Submission, [.. _singles.GetRange(at, count)]));
            at += count;
        }

        _singles.Clear();
    }

    private void Send(SubmitBatch batch)
    {
        batch = WithoutTooLarge(batch with { Session = _session });
        if (batch.Tasks.IsEmpty)
        {
            return;
        }

        // Each piece is accepted by itself.
        foreach (var piece in LargeRows.Split(batch, _transferOptions.Inline).Select(static piece => (SubmitBatch)piece.Batch))
        {
            _unaccepted[(piece.Submission, piece.Tasks[0].Key.Index)] = (piece, Context.System.Scheduler.MonotonicClock);
            Tell(piece);
        }
    }

    /// <summary>What no master takes has ended here.</summary>
    private SubmitBatch WithoutTooLarge(SubmitBatch batch)
    {
        var refused = batch.Tasks.Where(row => row.Payload.Length > _transferOptions.Max).ToList();
        if (refused.Count == 0)
        {
            return batch;
        }

        foreach (var row in batch.Atomic ? [.. batch.Tasks] : refused)
        {
            if (_submissions.TryGetValue(row.Key.Submission, out var sink) && sink is Submission submission)
            {
                submission.Refused(row.Key.Index, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the task's description has {refused[0].Payload.Length} bytes; at most {_transferOptions.Max} are transferred (scalems.transfer.max)"));
                submission.Accepted(row.Key.Index, 1);
            }
        }

        return batch with { Tasks = batch.Atomic ? [] : batch.Tasks.RemoveAll(row => row.Payload.Length > _transferOptions.Max) };
    }

    private void Tell(SubmitBatch batch)
    {
        if (_master is { } opened)
        {
            _transfers.Tell(opened.Master, batch, Self);
        }
    }

    private void SendAgain(TimeSpan sentBefore)
    {
        if (_master is null)
        {
            return;
        }

        var now = Context.System.Scheduler.MonotonicClock;
        foreach (var (key, (batch, _)) in _unaccepted.Where(entry => entry.Value.Sent < sentBefore).OrderBy(static entry => entry.Key.First).ToArray())
        {
            _unaccepted[key] = (batch, now);
            Tell(batch);
        }
    }

    private void Accepted(AcceptedBatch accepted)
    {
        if (accepted.Busy)
        {
            // It stays where it is, among those that are not accepted, and with it the tasks of whoever waits to submit more.
            _busy.Add((accepted.Submission, accepted.First));
            if (!Timers.IsTimerActive(nameof(SendBusyAgain)))
            {
                Timers.StartSingleTimer(nameof(SendBusyAgain), SendBusyAgain.Instance, BusyPause);
            }

            return;
        }

        _unaccepted.Remove((accepted.Submission, accepted.First));
        if (_submissions.TryGetValue(accepted.Submission, out var sink) && sink is Submission submission)
        {
            foreach (var refused in accepted.Refused)
            {
                submission.Refused(refused.Index, refused.Reason);
            }

            submission.Accepted(accepted.First, accepted.Count);
        }

        TellAccepted(accepted.Submission);
    }

    private void TellAccepted(Guid submission)
    {
        if (_whenAccepted.Count > 0 && !_unaccepted.Keys.Any(key => key.Submission == submission))
        {
            _whenAccepted.FindAll(when => when.Submission == submission).ForEach(static when => when.Accepted.TrySetResult());
            _whenAccepted.RemoveAll(when => when.Submission == submission);
        }
    }

    private void SendBusy()
    {
        var now = Context.System.Scheduler.MonotonicClock;
        foreach (var key in _busy.OrderBy(static key => key.First))
        {
            if (_master is not null && _unaccepted.TryGetValue(key, out var entry))
            {
                _unaccepted[key] = (entry.Batch, now);
                Tell(entry.Batch);
            }
        }

        _busy.Clear();
    }

    private void OnTake(Take take)
    {
        _submissions[take.Submission.Id] = take.Submission;
        _taking.Add(take.Submission);
        AskTake();
    }

    private void AskTake()
    {
        foreach (var submission in _taking)
        {
            _master?.Master.Tell(new TakeSubmission(_session, submission.Id));
        }

        if (_taking.Count > 0)
        {
            // The question or its answer may be lost with a connection.
            Timers.StartSingleTimer(nameof(AskTakeAgain), AskTakeAgain.Instance, ResendAfter);
        }
    }

    private void OnTaken(SubmissionTaken taken)
    {
        if (_taking.FirstOrDefault(submission => submission.Id == taken.Submission) is { } submission)
        {
            _taking.Remove(submission);
            submission.Taken(taken);
        }
    }

    private void Ended(ResultBatch batch)
    {
        var acks = ImmutableArray.CreateBuilder<AckRow>(batch.Results.Length);
        foreach (var result in batch.Results)
        {
            acks.Add(new AckRow(result.Key, result.Attempt));
            if (_submissions.TryGetValue(result.Key.Submission, out var submission))
            {
                submission.Ended(result);
            }
        }

        Sender.Tell(new ResultAck(acks.MoveToImmutable()));
    }

    /// <summary>From now on this submission gets its results.</summary>
    internal sealed record Register(Submission Submission);

    /// <summary>From now on this submission of an earlier client gets its results.</summary>
    internal sealed record Take(TakenSubmission Submission);

    /// <summary>Nobody waits for this submission any more.</summary>
    internal sealed record Forget(Guid Submission);

    /// <summary>Completed when the master has answered everything that was sent of this submission so far.</summary>
    internal sealed record WhenAccepted(Guid Submission, TaskCompletionSource Accepted);

    /// <summary>A task that was submitted by itself; joins others in a batch.</summary>
    internal sealed record Single(TaskRow Row);

    private sealed record AskTakeAgain
    {
        public static readonly AskTakeAgain Instance = new();
    }

    private sealed record SendBusyAgain
    {
        public static readonly SendBusyAgain Instance = new();
    }

    private sealed record TryOpen
    {
        public static readonly TryOpen Instance = new();
    }

    private sealed record DeadlineOver
    {
        public static readonly DeadlineOver Instance = new();
    }

    private sealed record FlushSingles
    {
        public static readonly FlushSingles Instance = new();
    }

    private sealed record Resend
    {
        public static readonly Resend Instance = new();
    }
}
