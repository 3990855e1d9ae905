using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Communication.Messages;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Ranks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// A task with several ranks, as far as they run on this worker: each in a slot of its own, all at the same time. The ranks' results become
/// one when the last has come in.
/// </summary>
#pragma warning disable CA1001 // An event whose wait handle is never requested holds only memory.
internal sealed class RankedTask
#pragma warning restore CA1001
{
    private readonly RankedTasks _owner;
    private readonly Lock _gate = new();
    private readonly ResultRow?[] _results;
    private readonly ManualResetEventSlim _over = new();
    private readonly bool _isLaunched;
    private List<Action> _whenOver = [];
    private MpiWorld? _world;
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
        (Routes, Meeting) = (new RankRoutes(row), new RankMeeting(row.Ranks));
        _isLaunched = LaunchedProgram.Is(row);
        Output = owner.NewOutput();
        if (_isLaunched)
        {
            _open = 1;
        }
    }

    public TaskRow Row { get; }

    public AckRow Id => new(Row.Key, Row.Attempt);

    /// <summary>The ways to all ranks.</summary>
    public RankRoutes Routes { get; }

    /// <summary>The ranks' interpreters, which begin together.</summary>
    public RankMeeting Meeting { get; }

    /// <summary>The output so far of the ranks that run here, as it comes.</summary>
    public TaskOutput Output { get; }

    /// <summary>Whether ranks of the task run on other workers.</summary>
    public bool IsSpread => Row.Ranks.ArePart;

    /// <summary>Whether its interpreters, if they are MPI ranks, are started for it alone.</summary>
    public bool HasOwnWorld => IsSpread || Row.Resources is { Gpus: > 0 } or { Cores: > 0 } or { Storage: > 0 };

    /// <summary>Why ranks that have not ended are to end, also those that have not begun; null = they go on.</summary>
    public EndReason? MustEnd => Volatile.Read(ref _mustEnd);

    /// <summary>A launcher on another worker starts the ranks, and here only their slots are held.</summary>
    private bool IsHeld => _isLaunched && Row.Ranks.First > 0;

    /// <summary>What the slots run: each a rank, or one of them what starts all ranks.</summary>
    public IReadOnlyList<TaskRow> Units(MpiLauncher launcher) =>
        IsHeld ? []
        : _isLaunched ? [LaunchedProgram.Of(Row, launcher)]
        : [.. Enumerable.Range(0, Row.Ranks.Count).Select(i => Row with { Slots = Row.Slots / Row.Ranks.Count, Ranks = new RankSpan(Row.Ranks.First + i, 1, Row.Ranks.Size), Gpus = Row.GpusOf(Row.Ranks.First + i) })];

    /// <summary>The row as it is for the executor: what starts all ranks is one process.</summary>
    public static TaskRow ForExecutor(in TaskRow row) => row.Ranks.Count == row.Ranks.Size ? row with { Ranks = default } : row;

    /// <summary>The world of its own, from the first rank of this worker that asks for it until nobody needs any rank of the task.</summary>
    public MpiWorld World(Func<TaskRow, MpiWorld> create)
    {
        MpiWorld world;
        lock (_gate)
        {
            world = _world ??= create(Row);
        }

        if (MustEnd is not null)
        {
            world.EndUnlessConnected();
        }

        return world;
    }

    /// <summary>Called when the ranks of this worker have ended; at once if they have.</summary>
    public void WhenOver(Action action)
    {
        lock (_gate)
        {
            if (!_over.IsSet)
            {
                _whenOver.Add(action);
                return;
            }
        }

        action();
    }

    /// <summary>Waits until the ranks of this worker have ended.</summary>
    /// <exception cref="OperationCanceledException">For <paramref name="stop"/>.</exception>
    public void WaitUntilOver(CancellationToken stop) => _over.Wait(stop);

    /// <summary>Nobody needs the ranks any more.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            _world?.Dispose();
        }
    }

    /// <summary>A packet of a rank on another worker. Called by one thread.</summary>
    public void Arrived(RankMessage packet)
    {
        if (!Routes.HasPlaceOf(packet.From))
        {
            return;
        }

        if (!Routes.IsNext(packet))
        {
            End(EndReason.OfRank(packet.From, "has sent something that was lost on its way"));
        }
        else if (packet.To == RankMessage.End)
        {
            EndedElsewhere(packet.From, packet.Content.Span is [var fate, ..] ? (RankFate)fate : RankFate.Ended);
        }
        else
        {
            Routes.Pass(packet.From, packet.To, packet.Content.Span);
        }
    }

    /// <summary>The connection to another worker has broken; the ranks that have not ended may wait for what it has lost.</summary>
    public void LostConnection(RankPlace place) => End(EndReason.OfRank(place.First, "has lost the connection to this worker"));

    /// <summary>The communication of a rank that runs in this process.</summary>
    public RankEndpoint NewEndpoint(int rank)
    {
        var endpoint = new RankEndpoint(rank, Row.Ranks.Size, new LocalTransport(this, rank));
        Routes.Open(rank, new EndpointPort(endpoint));
        return endpoint;
    }

    /// <summary>A rank on another worker has ended.</summary>
    private void EndedElsewhere(int rank, RankFate fate)
    {
        Routes.EndedElsewhere(rank, fate);
        if (IsHeld && rank == 0)
        {
            Release(new ResultRow { Key = Row.Key, Attempt = Row.Attempt, State = TaskState.Done });
        }
        else
        {
            EndOthers(rank, fate);
        }
    }

    /// <summary>Tells the ranks that have not ended to end.</summary>
    public void End(EndReason reason)
    {
        if (Interlocked.CompareExchange(ref _mustEnd, reason, null) is not null)
        {
            return;
        }

        if (IsHeld)
        {
            Release(new ResultRow { Key = Row.Key, Attempt = Row.Attempt, State = reason.State, Payload = reason.Outcome.ToUtf8Json() });
            return;
        }

        _owner.TellToEnd(this, reason);
        Meeting.CallOff();
        lock (_gate)
        {
            // Ranks that have not started would wait for those that do not any more.
            _world?.EndUnlessConnected();
        }
    }

    /// <summary>A rank of this worker has ended.</summary>
    public void Ended(int rank, in ResultRow result)
    {
        var fate = FateOf(result);
        var isLast = false;
        lock (_gate)
        {
            _results[rank - Row.Ranks.First] = result;
            isLast = --_open == 0;
        }

        Routes.Ended(rank, fate);
        Meeting.CallOff();
        if (isLast)
        {
            Complete();
        }
        else
        {
            EndOthers(rank, fate);
        }
    }

    /// <summary>
    /// The world of a rank has ended because of another task, or the ranks did not come together in one. The task runs again as a whole, since what its
    /// ranks have said to each other is lost.
    /// </summary>
    /// <param name="rank">The rank.</param>
    /// <param name="hasBegun">Whether it had begun; if not, others may wait for it.</param>
    public void Repeat(int rank, bool hasBegun)
    {
        if (HasOwnWorld)
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

        Meeting.CallOff();
        if (isLast)
        {
            Complete();
        }
        else if (!hasBegun)
        {
            // When it had begun, its world has ended. The others end with that, and would seem to have ended because of this.
            End(EndReason.OfRank(rank, "did not begin"));
        }
    }

    private void Complete()
    {
        if (RunsAgain())
        {
            _owner.Again(this);
        }
        else
        {
            _owner.Complete(this, Merged());
        }

        SetOver();
    }

    /// <summary>The slots that were held for ranks that another worker's launcher has started.</summary>
    private void Release(in ResultRow result)
    {
        lock (_gate)
        {
            if (_open == 0)
            {
                return;
            }

            _open = 0;
        }

        _owner.CompleteNow(this, result);
        _owner.Board.Release(Row);
        SetOver();
    }

    /// <summary>No rank of this worker runs any more, or will.</summary>
    public void SetOver()
    {
        List<Action> actions;
        lock (_gate)
        {
            _over.Set();
            actions = _whenOver;
            _whenOver = [];
        }

        actions.ForEach(static action => action());
    }

    /// <summary>Whether the task starts over: when nothing has ended it but that some of its ranks must.</summary>
    private bool RunsAgain() =>
        _repeats
        && MustEnd is null or { State: TaskState.Failed, Outcome.ErrorKind: ErrorKind.RankLost }
        && !_results.Any(static result => result is { State: TaskState.Failed } failed && TaskOutcome.ParseOrError(failed.Payload.Span).ErrorKind != ErrorKind.RankLost);

    private ResultRow Merged()
    {
        if (_isLaunched)
        {
            return _results[0]!.Value;
        }

        ImmutableArray<ResultRow> results = [.. _results.Select(result => result ?? NotRun())];
        var (state, outcome) = RankOutcomes.OfRanks(
            Row.Ranks.First, [.. results.Select(static result => (result.State, TaskOutcome.ParseOrError(result.Payload.Span)))]);
        var payload = _owner.Bounded(outcome, ref state);
        var begun = results.Where(static result => result.StartedMicroseconds > 0).Select(static result => result.StartedMicroseconds);
        return new ResultRow
        {
            Key = Row.Key,
            Attempt = Row.Attempt,
            State = state,
            StartedMicroseconds = begun.DefaultIfEmpty().Min(),
            FinishedMicroseconds = results.Max(static result => result.FinishedMicroseconds),
            Code = results.Select(static result => result.Code).FirstOrDefault(static code => code is not null),
            Payload = payload,
        };
    }

    /// <summary>Of a rank that was to run again and does not.</summary>
    private ResultRow NotRun()
    {
        var failed = Array.FindIndex(_results, static result => result is { State: TaskState.Failed });
        var reason = MustEnd ?? EndReason.OfRank(Row.Ranks.First + Math.Max(0, failed), "was lost");
        return new ResultRow { Key = Row.Key, Attempt = Row.Attempt, State = reason.State, Payload = reason.Outcome.ToUtf8Json() };
    }

    private ResultRow Lost(string message) => new()
    {
        Key = Row.Key,
        Attempt = Row.Attempt,
        State = TaskState.Failed,
        Payload = TaskOutcome.Error(ErrorType.ProcessCrash, message).ToUtf8Json(),
    };

    private void EndOthers(int rank, RankFate fate)
    {
        switch (fate)
        {
            case RankFate.Lost:
                End(EndReason.OfRank(rank, "was lost"));
                break;
            case RankFate.Failed when MustEnd is null:
                _owner.TellToEndSoon(this, EndReason.OfRank(rank, "has failed"));
                break;
        }
    }

    private static RankFate FateOf(in ResultRow result) =>
        result.State != TaskState.Failed ? RankFate.Ended
        : TaskOutcome.ParseOrError(result.Payload.Span).ErrorKind is ErrorKind.Crash or ErrorKind.Timeout ? RankFate.Lost
        : RankFate.Failed;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Row.Uid}, ranks {Row.Ranks.First} to {Row.Ranks.First + Row.Ranks.Count - 1}");

    private sealed class LocalTransport(RankedTask task, int rank) : IRankTransport
    {
        public void Send(int to, ReadOnlySpan<byte> packet) => task.Routes.Pass(rank, to, packet);
    }
}
