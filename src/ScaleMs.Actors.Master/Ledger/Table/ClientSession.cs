using Akka.Actor;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>A client's claim to results. It outlives its actor: results are kept until the client resumes the session.</summary>
internal sealed class ClientSession(Guid id, bool isAnonymous)
{
    /// <summary>Time to wait for a row that others refer to; a client repeats batches that are not accepted within a few seconds.</summary>
    private const long GapPatienceMicroseconds = 30_000_000;

    /// <summary>The window of results in transit to a client: large enough for any connection, small enough for any memory.</summary>
    private const int WindowRows = 16_384;
    private const long WindowBytes = 8 * 1024 * 1024;

    /// <summary>Most rows that one session waits for.</summary>
    private const int MostGaps = 10_000;

    private Dictionary<Guid, int>? _busyFrom;
    private Dictionary<(Guid Submission, int Index), long>? _gaps;

    /// <summary>The client's session, or the submission under which the tasks of a plain actor run.</summary>
    public Guid Id { get; } = id;

    /// <summary>An actor that sends commands without a session: gets each result as one message, which is not acknowledged.</summary>
    public bool IsAnonymous { get; } = isAnonymous;

    /// <summary>The client's actor; null while the client is away. Indexed by the ledger.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>Time of the client's last sign of life, in microseconds since 1970-01-01 UTC.</summary>
    public long Heard { get; set; }

    /// <summary>The client has closed the session.</summary>
    public bool Closed { get; set; }

    /// <summary>The client did not submit all its tasks itself, so results must say whose they are.</summary>
    public bool NeedsUids { get; set; }

    /// <summary>The client is a worker, whose tasks have submitted these.</summary>
    public bool IsWorker { get; private set; }

    /// <summary>Tasks of the session that are in the ledger, final or not.</summary>
    public int Tasks { get; private set; }

    /// <summary>Tasks of the session that are not final.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Final tasks whose results are not acknowledged.</summary>
    public int Undelivered { get; private set; }

    /// <summary>Results that wait for room in the window, in order; those delivered or moved since are skipped.</summary>
    public Queue<TaskEntry> Ready { get; } = new();

    /// <summary>Results to be sent when the current message has been handled.</summary>
    public List<TaskEntry> Outbox { get; } = [];

    /// <summary>Results in order of their sending; those delivered since are skipped.</summary>
    public Queue<(TaskEntry Task, long SentAt)> Sent { get; } = new();

    /// <summary>Results that were sent and not acknowledged.</summary>
    public int SentRows { get; private set; }

    public long SentBytes { get; private set; }

    /// <summary>Index of a plain session's next task.</summary>
    public int NextIndex { get; set; }

    /// <summary>True when the client can be sent another result.</summary>
    public bool HasWindow => SentRows < WindowRows && SentBytes < WindowBytes;

    /// <summary>Removes results that have been delivered, evicted or moved from the front of <see cref="Sent"/>.</summary>
    public void TrimSent()
    {
        while (Sent.TryPeek(out var oldest) && !IsOwed(oldest.Task))
        {
            Sent.Dequeue();
        }
    }

    /// <summary>True when the client should get that task's result.</summary>
    public bool IsOwed(TaskEntry task) => !task.Delivered && !task.Evicted && task.Session == this;

    /// <summary>The result is in transit: it counts in the window.</summary>
    public void EnterWindow(TaskEntry task)
    {
        task.Delivery = DeliveryState.Sent;
        SentRows++;
        SentBytes += task.Outcome.Length;
    }

    /// <summary>The result no longer counts in the window.</summary>
    public void LeaveWindow(TaskEntry task)
    {
        if (task.Delivery == DeliveryState.Sent)
        {
            task.Delivery = DeliveryState.Pending;
            SentRows--;
            SentBytes -= task.Outcome.Length;
        }
    }

    /// <summary>Counts a task as this session's.</summary>
    public void Join(TaskEntry task)
    {
        task.Session = this;
        IsWorker |= task.Parent is not null;
        Tasks++;
        Unfinished += task.IsFinal ? 0 : 1;
        Undelivered += task.IsFinal && !task.Delivered ? 1 : 0;
    }

    /// <summary>Stops counting a task as this session's.</summary>
    public void Leave(TaskEntry task)
    {
        Tasks--;
        Unfinished -= task.IsFinal ? 0 : 1;
        Undelivered -= task.IsFinal && !task.Delivered ? 1 : 0;
    }

    /// <summary>A task of the session is final, and its result must be delivered.</summary>
    public void Ended()
    {
        Unfinished--;
        Undelivered++;
    }

    /// <summary>The client has the task's result, or does not want it.</summary>
    public void MarkDelivered(TaskEntry task)
    {
        LeaveWindow(task);
        task.Delivery = DeliveryState.Delivered;
        Undelivered--;
    }

    /// <summary>The client should get a delivered result again.</summary>
    public void MarkUndelivered(TaskEntry task)
    {
        task.Delivery = DeliveryState.Pending;
        Undelivered++;
    }

    /// <summary>True when an earlier batch of the submission was sent back, so that this one must not overtake it.</summary>
    public bool IsBehindBusy(Guid submission, int first) => _busyFrom is not null && _busyFrom.TryGetValue(submission, out var busy) && first > busy;

    public void SetBusy(Guid submission, int first)
    {
        _busyFrom ??= [];
        _busyFrom[submission] = _busyFrom.TryGetValue(submission, out var busy) ? Math.Min(busy, first) : first;
    }

    /// <summary>The batch has been accepted; if it had been sent back, the batches behind it may follow.</summary>
    public void ClearBusy(Guid submission, int first, int count)
    {
        if (_busyFrom is not null && _busyFrom.TryGetValue(submission, out var busy) && busy >= first && busy < first + count)
        {
            _busyFrom.Remove(submission);
        }
    }

    /// <summary>True while the client can be expected to send that row of a submission.</summary>
    public bool MayStillSend(Guid submission, int index, long now)
    {
        _gaps ??= [];
        return _gaps.TryGetValue((submission, index), out var since) ? now - since < GapPatienceMicroseconds
            : _gaps.Count < MostGaps && _gaps.TryAdd((submission, index), now);
    }
}
