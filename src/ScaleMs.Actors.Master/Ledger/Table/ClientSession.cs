using Akka.Actor;

namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Who wants which results. Outlives its actor: results are kept until the client takes the session up again.</summary>
internal sealed class ClientSession(Guid id, bool isAnonymous)
{
    /// <summary>Time to wait for a row that others refer to; a client repeats batches that are not accepted within a few seconds.</summary>
    private const long GapPatienceMicroseconds = 30_000_000;

    /// <summary>Results under way to a client: enough for any connection, little enough for any memory.</summary>
    private const int WindowRows = 16_384;
    private const long WindowBytes = 8 * 1024 * 1024;

    /// <summary>Rows that are waited for in one session, and no more.</summary>
    private const int MostGaps = 10_000;

    private Dictionary<Guid, int>? _busyFrom;
    private Dictionary<(Guid Submission, int Index), long>? _gaps;

    /// <summary>The client's session, or the submission under which the tasks of a plain actor run.</summary>
    public Guid Id { get; } = id;

    /// <summary>An actor that sends commands without a session: gets each result as one message, which is not acknowledged.</summary>
    public bool IsAnonymous { get; } = isAnonymous;

    /// <summary>Null while the client is away. The ledger has an index of it.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>When the client was heard of last, microseconds since 1970-01-01 UTC.</summary>
    public long Heard { get; set; }

    /// <summary>The client wants nothing more.</summary>
    public bool Closed { get; set; }

    /// <summary>The client did not submit all its tasks itself, so results must say whose they are.</summary>
    public bool NeedsUids { get; set; }

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

    /// <summary>True where the client can be sent another result.</summary>
    public bool HasWindow => SentRows < WindowRows && SentBytes < WindowBytes;

    /// <summary>Takes what has been delivered, evicted or moved from the front of <see cref="Sent"/>.</summary>
    public void TrimSent()
    {
        while (Sent.TryPeek(out var oldest) && !IsOwed(oldest.Task))
        {
            Sent.Dequeue();
        }
    }

    /// <summary>True where the client is to get that task's result.</summary>
    public bool IsOwed(TaskEntry task) => !task.Delivered && !task.Evicted && task.Session == this;

    /// <summary>The result is on its way: it counts in the window.</summary>
    public void EnterWindow(TaskEntry task)
    {
        task.Delivery = DeliveryState.Sent;
        SentRows++;
        SentBytes += task.Outcome.Length;
    }

    /// <summary>The result does not count in the window any more.</summary>
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
        Tasks++;
        Unfinished += task.IsFinal ? 0 : 1;
        Undelivered += task.IsFinal && !task.Delivered ? 1 : 0;
    }

    /// <summary>Counts a task as this session's no more.</summary>
    public void Leave(TaskEntry task)
    {
        Tasks--;
        Unfinished -= task.IsFinal ? 0 : 1;
        Undelivered -= task.IsFinal && !task.Delivered ? 1 : 0;
    }

    /// <summary>A task of the session is final, and its result is to be delivered.</summary>
    public void Ended()
    {
        Unfinished--;
        Undelivered++;
    }

    /// <summary>The client has the task's result, or wants none.</summary>
    public void MarkDelivered(TaskEntry task)
    {
        LeaveWindow(task);
        task.Delivery = DeliveryState.Delivered;
        Undelivered--;
    }

    /// <summary>The client is to get a result again that it had.</summary>
    public void MarkUndelivered(TaskEntry task)
    {
        task.Delivery = DeliveryState.Pending;
        Undelivered++;
    }

    /// <summary>True where an earlier batch of the submission was sent back, so that this one must not overtake it.</summary>
    public bool IsBehindBusy(Guid submission, int first) => _busyFrom is not null && _busyFrom.TryGetValue(submission, out var busy) && first > busy;

    public void SetBusy(Guid submission, int first)
    {
        _busyFrom ??= [];
        _busyFrom[submission] = _busyFrom.TryGetValue(submission, out var busy) ? Math.Min(busy, first) : first;
    }

    /// <summary>The batch has been taken; where it is the one that was sent back, those behind it may come.</summary>
    public void ClearBusy(Guid submission, int first, int count)
    {
        if (_busyFrom is not null && _busyFrom.TryGetValue(submission, out var busy) && busy >= first && busy < first + count)
        {
            _busyFrom.Remove(submission);
        }
    }

    /// <summary>True as long as the client may be expected to send that row of a submission.</summary>
    public bool MayStillSend(Guid submission, int index, long now)
    {
        _gaps ??= [];
        return _gaps.TryGetValue((submission, index), out var since) ? now - since < GapPatienceMicroseconds
            : _gaps.Count < MostGaps && _gaps.TryAdd((submission, index), now);
    }
}
