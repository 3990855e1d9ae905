using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>
/// A task with several ranks, as far as they run on this worker: each in a slot of its own, all at the same time. The ranks' results become
/// one when the last has come in.
/// </summary>
internal sealed class RankedTask
{
    private readonly RankedTasks _owner;
    private readonly Lock _gate = new();
    private readonly ResultRow?[] _results;
    private readonly RankInbox[] _inboxes;
    private readonly IRankPort?[] _elsewhere;
    private readonly List<(RankPlace Place, RemoteWorker Worker)> _workers = [];
    private readonly int[] _arrived;
    private int _open;
    private bool _repeats;
    private EndReason? _mustEnd;

    /// <summary>A task whose ranks are about to run.</summary>
    /// <param name="row">The ranks that run here.</param>
    /// <param name="owner">Gets the result.</param>
    public RankedTask(TaskRow row, RankedTasks owner)
    {
        (Row, _owner, _open) = (row, owner, row.Ranks.Count);
        _results = new ResultRow?[row.Ranks.Count];
        _inboxes = [.. Enumerable.Range(0, row.Ranks.Count).Select(static _ => new RankInbox())];
        _elsewhere = new IRankPort?[row.Ranks.Size];
        _arrived = new int[row.Places.IsDefault ? 0 : row.Places.Length];
        Output = owner.NewOutput();
    }

    public TaskRow Row { get; }

    public AckRow Id => new(Row.Key, Row.Attempt);

    /// <summary>The output so far of the ranks that run here, as it comes.</summary>
    public TaskOutput Output { get; }

    /// <summary>Whether ranks of the task run on other workers.</summary>
    public bool IsSpread => Row.Ranks.ArePart;

    /// <summary>Why ranks that have not ended are to end, also those that have not begun; null = they go on.</summary>
    public EndReason? MustEnd => Volatile.Read(ref _mustEnd);

    /// <summary>The row of one rank, for a slot.</summary>
    /// <param name="row">The ranks of this worker.</param>
    /// <param name="i">0 = the first of them.</param>
    public static TaskRow RankOf(in TaskRow row, int i) =>
        row with { Slots = row.Slots / row.Ranks.Count, Ranks = new RankSpan(row.Ranks.First + i, 1, row.Ranks.Size) };

    /// <summary>Ranks run on another worker; called before any rank of this one runs.</summary>
    public void Lead(RankPlace place, RemoteWorker worker)
    {
        _workers.Add((place, worker));
        for (var rank = place.First; rank < place.First + place.Count; rank++)
        {
            _elsewhere[rank] = worker.PortOf(rank);
        }
    }

    /// <summary>A packet of a rank on another worker. Called by one thread.</summary>
    public void Arrived(RankPacket packet)
    {
        var place = Row.Places.IsDefault ? -1 : IndexOfPlace(packet.From);
        if (place < 0)
        {
            return;
        }

        if (packet.Number != ++_arrived[place])
        {
            End(EndReason.OfRank(packet.From, "has sent something that was lost on its way"));
        }
        else if (packet.To == RankPacket.End)
        {
            EndedElsewhere(packet.From, packet.Content.Span is [var end, ..] ? (RankEnd)end : RankEnd.Ended);
        }
        else
        {
            Route(packet.From, packet.To, packet.Content.Span);
        }
    }

    /// <summary>A rank of this worker can take packets from now on.</summary>
    public void Open(int rank, IRankPort port) => _inboxes[rank - Row.Ranks.First].Open(port);

    /// <summary>A rank has sent a packet.</summary>
    public void Route(int from, int to, ReadOnlySpan<byte> packet)
    {
        if (to >= 0 && to < Row.Ranks.Size && to != from)
        {
            PortOf(to)?.Deliver(from, packet);
        }
    }

    /// <summary>A rank on another worker has ended.</summary>
    private void EndedElsewhere(int rank, RankEnd end)
    {
        foreach (var inbox in _inboxes)
        {
            inbox.Ended(rank, end);
        }

        EndOthers(rank, end);
    }

    /// <summary>Tells the ranks that have not ended to end.</summary>
    public void End(EndReason reason)
    {
        if (Interlocked.CompareExchange(ref _mustEnd, reason, null) is null)
        {
            _owner.TellToEnd(this, reason);
        }
    }

    /// <summary>A rank of this worker has ended.</summary>
    public void Ended(int rank, in ResultRow result)
    {
        var end = EndOf(result);
        var isLast = false;
        lock (_gate)
        {
            _results[rank - Row.Ranks.First] = result;
            isLast = --_open == 0;
        }

        TellOthers(rank, end);
        if (isLast)
        {
            Complete();
        }
        else
        {
            EndOthers(rank, end);
        }
    }

    /// <summary>
    /// The process of a rank has ended because of another task, or before the rank has begun. Its task runs again as a whole, since what its ranks
    /// have said to each other is lost.
    /// </summary>
    public void Repeat(int rank)
    {
        if (IsSpread)
        {
            Ended(rank, Lost("the process of this rank has ended before the rank began"));
            return;
        }

        bool isLast;
        lock (_gate)
        {
            _repeats = true;
            isLast = --_open == 0;
        }

        if (isLast)
        {
            Complete();
        }
        else
        {
            End(EndReason.OfRank(rank, "must run again"));
        }
    }

    private void Complete()
    {
        if (_repeats && MustEnd is null or { State: TaskState.Failed, Outcome.ErrorKind: ErrorKind.RankLost })
        {
            _owner.Again(this);
        }
        else
        {
            _owner.Complete(this, Merged());
        }
    }

    private ResultRow Merged()
    {
        ImmutableArray<ResultRow> results = [.. _results.Select(result => result ?? Lost("this rank was to run again"))];
        var (state, outcome) = RankOutcomes.OfRanks(
            Row.Ranks.First, [.. results.Select(static result => (result.State, TaskOutcome.ParseOrError(result.Payload.Span)))]);
        var begun = results.Where(static result => result.StartedMicroseconds > 0).Select(static result => result.StartedMicroseconds);
        return new ResultRow
        {
            Key = Row.Key,
            Attempt = Row.Attempt,
            State = state,
            StartedMicroseconds = begun.DefaultIfEmpty().Min(),
            FinishedMicroseconds = results.Max(static result => result.FinishedMicroseconds),
            Code = results.Select(static result => result.Code).FirstOrDefault(static code => code is not null),
            Payload = _owner.Bounded(outcome, ref state),
        }
        with
        { State = state };
    }

    private ResultRow Lost(string message) => new()
    {
        Key = Row.Key,
        Attempt = Row.Attempt,
        State = TaskState.Failed,
        Payload = TaskOutcome.Error(ErrorType.ProcessCrash, message).ToUtf8Json(),
    };

    private int IndexOfPlace(int rank)
    {
        for (var i = 0; i < Row.Places.Length; i++)
        {
            if (rank >= Row.Places[i].First && rank < Row.Places[i].First + Row.Places[i].Count)
            {
                return i;
            }
        }

        return -1;
    }

    private IRankPort? PortOf(int rank)
    {
        var here = rank - Row.Ranks.First;
        return here >= 0 && here < _inboxes.Length ? _inboxes[here] : _elsewhere[rank];
    }

    private void TellOthers(int rank, RankEnd end)
    {
        for (var i = 0; i < _inboxes.Length; i++)
        {
            if (Row.Ranks.First + i != rank)
            {
                _inboxes[i].Ended(rank, end);
            }
        }

        foreach (var (_, worker) in _workers)
        {
            worker.Ended(rank, end);
        }
    }

    private void EndOthers(int rank, RankEnd end)
    {
        switch (end)
        {
            case RankEnd.Lost:
                End(EndReason.OfRank(rank, "was lost"));
                break;
            case RankEnd.Failed when MustEnd is null:
                _owner.TellToEndSoon(this, EndReason.OfRank(rank, "has failed"));
                break;
        }
    }

    private static RankEnd EndOf(in ResultRow result) =>
        result.State != TaskState.Failed ? RankEnd.Ended
        : TaskOutcome.ParseOrError(result.Payload.Span).ErrorKind is ErrorKind.Crash or ErrorKind.Timeout ? RankEnd.Lost
        : RankEnd.Failed;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Row.Uid}, ranks {Row.Ranks.First} to {Row.Ranks.First + Row.Ranks.Count - 1}");
}
