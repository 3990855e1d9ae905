using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Transfer;

/// <summary>
/// Base of an actor that submits tasks in a session with the master: stays in touch with it, sends batches until it has accepted them, and acknowledges results.
/// </summary>
public abstract class SubmittingActor : BatchActor
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(1);

    // Longer than any pause of a busy but healthy master.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);

    // A master at its limit has room again as soon as some tasks have ended.
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(200);

    private readonly Guid _session;
    private readonly Dictionary<(Guid Submission, int First), (BatchPiece Piece, TimeSpan Sent)> _unaccepted = [];
    private readonly HashSet<(Guid Submission, int First)> _busy = [];
    private TimeSpan _heard;
    private bool _goDirectly;

    /// <summary>Creates the actor.</summary>
    /// <param name="session">Id of the session.</param>
    /// <param name="transfer">Size limits for chunking.</param>
    protected SubmittingActor(Guid session, TransferOptions transfer)
        : base(transfer)
    {
        _session = session;
        Receive<SessionAlive>(_ => Heard());
        Receive<StayInTouch>(_ => OnStayInTouch());
        Receive<AcceptedBatch>(OnAccepted);
        Receive<ResultBatch>(OnResults);
        Receive<Resend>(_ => SendAgain(Now - ResendAfter));
        Receive<SendBusyAgain>(_ => SendBusy());
        Receive<Terminated>(gone =>
        {
            if (gone.ActorRef.Equals(Master))
            {
                Reopen();
            }
        });
    }

    /// <summary>How often the master is looked for.</summary>
    protected static TimeSpan OpenInterval { get; } = TimeSpan.FromMilliseconds(300);

    /// <summary>After that time a request without an answer is sent again: longer than a busy master takes to accept a batch.</summary>
    protected static TimeSpan ResendAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The master; null = the session is not open.</summary>
    protected IActorRef? Master { get; private set; }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartPeriodicTimer(nameof(StayInTouch), StayInTouch.Instance, TouchInterval);
        Timers.StartPeriodicTimer(nameof(Resend), Resend.Instance, ResendAfter);
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is ITransferMessage)
        {
            // Chunks of a large result count as a sign of life.
            Heard();
        }

        return base.AroundReceive(receive, message);
    }

    /// <summary>The master is gone: it has ended, or was silent for too long.</summary>
    protected abstract void Reopen();

    /// <summary>The master has accepted a batch, except the tasks that it has refused.</summary>
    /// <param name="accepted">Its answer.</param>
    /// <param name="sent">The batch; null = it was answered before.</param>
    protected abstract void Accepted(AcceptedBatch accepted, SubmitBatch? sent);

    /// <summary>A task is final.</summary>
    /// <returns>Whether the result is acknowledged now; else <see cref="Acknowledge"/> does it later, and until then the master keeps it.</returns>
    protected abstract bool Ended(in ResultRow result);

    /// <summary>The results have been used.</summary>
    protected void Acknowledge(ImmutableArray<AckRow> results)
    {
        if (Master is not null && !results.IsEmpty)
        {
            Channel.Tell(Master, new ResultAck(results));
        }
    }

    /// <summary>The session is open.</summary>
    protected void Connect(IActorRef master)
    {
        Master = master;
        Heard();
        if (master.IsLocal())
        {
            Context.Watch(master);
        }
    }

    /// <summary>The session is not open any more.</summary>
    protected void Disconnect()
    {
        if (Master is not null)
        {
            Channel.Forget(Master);
            Context.Unwatch(Master);
            Master = null;
            _goDirectly = false;
        }
    }

    /// <summary>Sends a batch, and again until it is answered.</summary>
    protected void Send(SubmitBatch batch)
    {
        // Each piece is accepted separately.
        foreach (var piece in Channel.Split(batch))
        {
            Send((batch.Submission, ((SubmitBatch)piece.Batch).Tasks[0].Key.Index), piece);
        }
    }

    /// <summary>Sends all that is not accepted again.</summary>
    protected void SendAgain() => SendAgain(TimeSpan.MaxValue);

    /// <summary>Whether batches of the submission are not accepted.</summary>
    protected bool HasUnaccepted(Guid submission) => _unaccepted.Keys.Any(key => key.Submission == submission);

    /// <summary>Batches of the submission are not sent again.</summary>
    protected void ForgetUnaccepted(Guid submission)
    {
        foreach (var key in _unaccepted.Keys.Where(key => key.Submission == submission).ToArray())
        {
            _unaccepted.Remove(key);
        }
    }

    /// <summary>No batch is sent again.</summary>
    protected void ForgetUnaccepted() => _unaccepted.Clear();

    private void Send((Guid Submission, int First) key, in BatchPiece piece)
    {
        if (_unaccepted.Count == 0 && Master is not null)
        {
            // Not while others are under way, which it would overtake: a master that ends has accepted the first tasks of a submission.
            _goDirectly = Channel.IsDirect(Master);
        }

        _unaccepted[key] = (piece, Now);
        if (Master is not null)
        {
            Channel.Tell(Master, piece, _goDirectly);
        }
    }

    private void SendAgain(TimeSpan sentBefore)
    {
        if (Master is null)
        {
            return;
        }

        foreach (var (key, (piece, _)) in _unaccepted.Where(entry => entry.Value.Sent < sentBefore).OrderBy(static entry => entry.Key.First).ToArray())
        {
            Send(key, piece);
        }
    }

    private void SendBusy()
    {
        foreach (var key in _busy.OrderBy(static key => key.First))
        {
            if (Master is not null && _unaccepted.TryGetValue(key, out var entry))
            {
                Send(key, entry.Piece);
            }
        }

        _busy.Clear();
    }

    private void Heard() => _heard = Now;

    /// <summary>No remote death watch: a paused process would be quarantined and could never reconnect.</summary>
    private void OnStayInTouch()
    {
        if (Master is null || Master.IsLocal())
        {
            return;
        }

        if (Now - _heard > MostSilence)
        {
            Reopen();
        }
        else
        {
            Master.Tell(new SessionAlive(_session));
        }
    }

    private void OnAccepted(AcceptedBatch accepted)
    {
        Heard();
        var key = (accepted.Submission, accepted.First);
        if (accepted.Busy)
        {
            // The batch stays among the unaccepted ones, and its submitter keeps waiting.
            _busy.Add(key);
            if (!Timers.IsTimerActive(nameof(SendBusyAgain)))
            {
                Timers.StartSingleTimer(nameof(SendBusyAgain), SendBusyAgain.Instance, BusyPause);
            }

            return;
        }

        _unaccepted.Remove(key, out var sent);
        Accepted(accepted, (SubmitBatch?)sent.Piece.Batch);
    }

    private void OnResults(ResultBatch batch)
    {
        Heard();
        var acks = ImmutableArray.CreateBuilder<AckRow>(batch.Results.Length);
        foreach (var result in batch.Results)
        {
            if (Ended(result))
            {
                acks.Add(new AckRow(result.Key, result.Attempt));
            }
        }

        if (acks.Count > 0)
        {
            Channel.Tell(Sender, new ResultAck(acks.DrainToImmutable()));
        }
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
