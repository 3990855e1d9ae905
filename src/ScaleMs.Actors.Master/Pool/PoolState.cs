using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// Nodes, credit, the queue and what is in flight, without actors. Never task state: it says which attempt goes where, and which
/// attempts are lost with a node.
/// </summary>
internal sealed partial class PoolState(int minWorkers) : IPlaces
{
    private readonly Dictionary<Guid, PoolNode> _nodes = [];
    private readonly Dictionary<TaskKey, Flight> _flights = [];
    private readonly TaskQueue _queue = new();
    private readonly PriorityQueue<PoolNode, double> _byLoad = new();

    private readonly HashSet<string> _expected = new(StringComparer.Ordinal);
    private readonly HashSet<PoolNode> _claiming = [];
    private readonly HashSet<TaskKey> _asked = [];
    private readonly List<(PoolNode Node, TimeSpan Until)> _gone = [];

    /// <summary>False until the configured minimum of workers has registered and the ledger has claimed what they hold from before.</summary>
    public bool IsOpen => HasMinWorkers && !AwaitsHeld;

    /// <summary>True as long as a queued task may be one that a worker holds from before.</summary>
    public bool AwaitsHeld => _expected.Count > 0 || _claiming.Count > 0;

    /// <summary>True once the configured minimum of workers has registered.</summary>
    public bool HasMinWorkers { get; private set; } = minWorkers <= 0;

    /// <summary>Processes of workers that may still hold what an earlier master gave them.</summary>
    public IReadOnlyCollection<string> Expected => _expected;

    public int MinWorkers { get; } = minWorkers;

    public IReadOnlyCollection<PoolNode> Nodes => _nodes.Values;

    public long Queued => _queue.Count;

    /// <summary>Attempts in the queue, those of withdrawn tasks included.</summary>
    public long QueuedAttempts => _queue.Attempts;

    public int InFlight => _flights.Count;

    /// <summary>Slots of all tasks that are queued or in flight.</summary>
    public long WantedSlots => _queue.Slots + _nodes.Values.Sum(static node => (long)node.SlotsInFlight);

    /// <summary>Where tasks can run, on the nodes that are here or may come back.</summary>
    public RuntimePlacement Placement { get; private set; } = new([]);

    /// <summary>The monotonic clock, as of this step.</summary>
    public TimeSpan Now { get; set; }

    public bool HasTimeFor(PoolNode node, TaskSpec task) => node.EndsAt is not { } end || task.TimeoutMilliseconds <= Math.Max(0, (end - Now).TotalMilliseconds);

    public PoolNode? Find(Guid node) => _nodes.GetValueOrDefault(node);

    public PoolNode? Find(IActorRef actor) => _nodes.Values.FirstOrDefault(node => node.Actor.Equals(actor));

    public void Enqueue(TaskAttempt attempt) => _queue.Enqueue(attempt);

    /// <summary>The node reports what it can take.</summary>
    public void Grant(PoolNode node, CreditGrant grant, TimeSpan now)
    {
        node.Grant(grant, now);
        if (node.SubTasksOnly)
        {
            // It cannot make room for another task.
            _queue.Forget(node);
        }
    }

    /// <summary>Nothing is assigned until these processes have registered, or are waited for no more.</summary>
    public void Expect(IEnumerable<string> processes) => _expected.UnionWith(processes.Except(_nodes.Values.Select(static node => node.Process.ToString())));

    /// <summary>Stops waiting for workers of the previous run.</summary>
    public void ExpectNobody() => _expected.Clear();

    /// <summary>The registration that a new one of the same process takes the place of.</summary>
    public PoolNode? EarlierThan(RegisterWorker registration, IActorRef actor) => _nodes.ContainsKey(registration.RegistrationId)
        ? null
        : _nodes.Values.FirstOrDefault(node => node.Actor.Path.Equals(actor.Path) || (registration.Process != Guid.Empty && node.Process == registration.Process));

    /// <summary>Adds a worker, in place of an earlier registration of the same process.</summary>
    /// <param name="registration">Its own description.</param>
    /// <param name="actor">Its node actor.</param>
    /// <param name="lost">What the earlier registration had in flight and this one does not hold.</param>
    /// <param name="unknown">What the worker holds and this pool never gave it: only the ledger knows whether it is wanted.</param>
    public PoolNode Register(RegisterWorker registration, IActorRef actor, out List<TaskAttempt> lost, out List<AckRow> unknown)
    {
        lost = [];
        unknown = [];
        if (_nodes.TryGetValue(registration.RegistrationId, out var known))
        {
            return known;
        }

        var earlier = EarlierThan(registration, actor);
        var node = new PoolNode(registration.RegistrationId, registration.Name, registration.Slots, actor, registration.Resources)
        {
            Uid = registration.Launch.Length > 0 ? registration.Launch : registration.Name,
            Process = registration.Process,
            System = registration.System,
            Code = registration.Code,
            Runtimes = registration.Runtimes,
            Types = TypesOf(registration.Types),
        };
        var held = registration.HeldResources.ToDictionary(static held => held.Task, static held => new Holding(held.Resources, held.Ranks, held.Gpus));
        foreach (var row in registration.Held)
        {
            if (earlier is not null && _flights.TryGetValue(row.Key, out var flight) && flight.Node == earlier && flight.Spread is null && flight.TaskAttempt.Attempt == row.Attempt)
            {
                earlier.Release(flight.TaskAttempt.Task.Slots);
                node.Hold(flight.TaskAttempt.Task.Slots);
                node.Resources.Hold(flight.Holding);
                _flights[row.Key] = flight with { Node = node };
            }
            else
            {
                unknown.Add(row);
                if (held.TryGetValue(row, out var holding))
                {
                    Orphan(node, row, holding);
                    node.Resources.Hold(holding);
                }
            }
        }

        if (earlier is not null)
        {
            lost = Remove(earlier);
        }

        if (unknown.Count > 0)
        {
            _claiming.Add(node);
        }

        _nodes.Add(node.Id, node);
        HasMinWorkers |= _nodes.Count >= MinWorkers;
        _expected.Remove(registration.Process.ToString());
        PlaceAnew();
        return node;
    }

    /// <summary>The node's modules have changed.</summary>
    public void SetTypes(PoolNode node, ImmutableArray<string> types)
    {
        node.Types = TypesOf(types);
        PlaceAnew();
    }

    /// <summary>The ledger has claimed what it wants of what the node holds.</summary>
    public void Claimed(PoolNode node) => _claiming.Remove(node);

    /// <summary>The node has the attempt from before: it is in flight there, unless it is elsewhere.</summary>
    public bool Adopt(PoolNode node, TaskAttempt attempt)
    {
        if (attempt.Task.QueuedAttempt != attempt.Attempt || !_queue.Withdraw(attempt.Task))
        {
            return false;
        }

        node.Orphans.Remove(new AckRow(attempt.Task.Key, attempt.Attempt), out var holding);
        _flights.Add(attempt.Task.Key, new Flight(attempt, node) { Holding = holding });
        node.Hold(attempt.Task.Slots);
        return true;
    }

    /// <summary>The node is gone.</summary>
    /// <param name="node">The node.</param>
    /// <param name="mayReturnUntil">Until then, tasks that only it could run stay queued; null = they do not.</param>
    /// <returns>What it had in flight.</returns>
    public List<TaskAttempt> Remove(PoolNode node, TimeSpan? mayReturnUntil = null)
    {
        if (mayReturnUntil is { } until)
        {
            _gone.Add((node, until));
        }

        _nodes.Remove(node.Id);
        _claiming.Remove(node);
        _queue.Forget(node);
        PlaceAnew();
        var lost = FlightsAt(node).Select(static assignment => assignment.TaskAttempt).ToList();
        foreach (var attempt in lost)
        {
            GiveUpParts(attempt.Task.Key, node);
            Land(attempt.Task.Key);
        }

        return lost;
    }

    /// <summary>Gives up nodes that are gone and have not returned in time.</summary>
    /// <returns>False when nothing has changed.</returns>
    public bool GiveUpGone(TimeSpan now)
    {
        var changed = _gone.RemoveAll(gone => gone.Until <= now) > 0;
        if (changed)
        {
            PlaceAnew();
        }

        return changed;
    }

    /// <summary>The node gets no more tasks.</summary>
    public void Release(PoolNode node)
    {
        node.IsReleased = true;
        _queue.Forget(node);
    }

    /// <summary>The node cannot be reached since <paramref name="since"/>: it gets no work; null = it can be reached again.</summary>
    public void SetUnreachable(PoolNode node, TimeSpan? since)
    {
        if (since is null)
        {
            node.UnreachableSince = null;
        }
        else
        {
            node.UnreachableSince ??= since;
            _queue.Forget(node);
        }
    }

    /// <summary>A result came, from whichever node.</summary>
    /// <param name="row">The result.</param>
    /// <param name="from">The node, if it is registered.</param>
    /// <returns>
    /// False when it is no result of the task: a worker has dropped a copy that it held from before, or has handed the task back.
    /// </returns>
    public bool Finish(in ResultRow row, PoolNode? from = null)
    {
        if (!_flights.TryGetValue(row.Key, out var flight) || flight.TaskAttempt.Attempt != row.Attempt)
        {
            if (from?.Orphans.Remove(new AckRow(row.Key, row.Attempt), out var orphan) == true)
            {
                from.Resources.Release(orphan);
            }

            return true;
        }

        if (row.State == TaskState.Canceled && flight.Asked == Asked.Nothing)
        {
            if (flight.Node == from)
            {
                // The copy was all that the node had of it, or it cannot run it now.
                Land(row.Key);
                from.HandBack(flight.TaskAttempt.Task.Slots);
                from.Resources.Release(flight.Holding);
                _queue.Enqueue(flight.TaskAttempt);
            }

            return false;
        }

        Land(row.Key);
        flight.Node.Resources.Release(flight.Holding);
        flight.Node.Finish(flight.TaskAttempt.Task.Slots, row.StartedMicroseconds == 0 ? 0 : row.FinishedMicroseconds - row.StartedMicroseconds);
        return true;
    }

    /// <summary>Takes a task out of the queue.</summary>
    /// <returns>Null, or where it is in flight: it must be cancelled there.</returns>
    public (PoolNode Node, int Attempt)? Withdraw(Withdrawal withdrawal)
    {
        if (_flights.TryGetValue(withdrawal.Task.Key, out var flight))
        {
            Ask(flight, withdrawal.WaitingOnly ? Asked.EndUnlessBegun : Asked.End);
            return (flight.Node, flight.TaskAttempt.Attempt);
        }

        _queue.Withdraw(withdrawal.Task);
        return null;
    }

    /// <summary>Attempts in flight at the node whose cancellation was sent, or should have been.</summary>
    /// <param name="node">The node.</param>
    /// <param name="waitingOnly">True = what may go on where it has begun; false = the rest.</param>
    public IEnumerable<AckRow> CancelledAt(PoolNode node, bool waitingOnly = false) =>
        from key in _asked
        let flight = _flights[key]
        where flight.IsAt(node) && flight.Asked == (waitingOnly ? Asked.EndUnlessBegun : Asked.End)
        select new AckRow(key, flight.TaskAttempt.Attempt);

    /// <summary>Where the attempt is in flight.</summary>
    public PoolNode? NodeOf(TaskAttempt attempt) =>
        _flights.TryGetValue(attempt.Task.Key, out var flight) && flight.TaskAttempt.Attempt == attempt.Attempt ? flight.Node : null;

    public IEnumerable<Assignment> FlightsAt(PoolNode node) =>
        _flights.Values.Where(flight => flight.IsAt(node)).Select(flight => new Assignment(flight.TaskAttempt, flight.Spread?.At(node), flight.Holding));

    /// <summary>Tasks whose runtime no node has, or that the nodes with it are not large enough for. Empty while there is no node at all.</summary>
    public List<TaskAttempt> TakeUnschedulable() => IsOpen && _nodes.Count > 0 ? _queue.TakeUnschedulable() : [];

    /// <summary>Gives queued tasks to nodes, the least loaded first, and leaves them in their outboxes.</summary>
    public void Assign()
    {
        if (!IsOpen || _queue.Count == 0)
        {
            return;
        }

        _byLoad.Clear();
        var sharePerSlot = SharePerSlot;
        foreach (var node in _nodes.Values)
        {
            node.Share = Math.Max(node.Slots, node.Slots * sharePerSlot);
            if (node.Free > 0)
            {
                _byLoad.Enqueue(node, node.Load);
            }
        }

        var spread = false;
        while (_byLoad.TryDequeue(out var node, out _))
        {
            if (TryAssign(node, ref spread) && node.Free > 0)
            {
                _byLoad.Enqueue(node, node.Load);
            }
        }
    }

    /// <summary>As <see cref="Assign()"/> when only this node's credit has changed.</summary>
    /// <returns>True when other nodes have got parts of a task.</returns>
    public bool Assign(PoolNode node)
    {
        var spread = false;
        if (IsOpen)
        {
            node.Share = Math.Max(node.Slots, node.Slots * SharePerSlot);
            while (TryAssign(node, ref spread))
            {
            }
        }

        return spread;
    }

    /// <summary>Half of the tasks that are not final, for each slot.</summary>
    private double SharePerSlot => 0.5 * (_queue.Count + _flights.Count) / Math.Max(1, _nodes.Values.Sum(static node => node.Slots));

    private bool TryAssign(PoolNode node, ref bool spread)
    {
        if (!_queue.TryTake(node, this, out var attempt))
        {
            return false;
        }

        var shape = TaskShape.Of(attempt.Task);
        if (!shape.FitsWhenEmpty(node))
        {
            Spread(attempt);
            spread = true;
            return true;
        }

        var holding = node.Resources.Take(attempt.Task.Resources, attempt.Task.Ranks);
        Fly(new Flight(attempt, node) { Holding = holding });
        node.Take(attempt.Task.Slots);
        node.Outbox.Add(new Assignment(attempt, Holding: holding));
        return true;
    }

    private void Fly(in Flight flight)
    {
        if (!_flights.TryAdd(flight.TaskAttempt.Task.Key, flight))
        {
            throw new BrokenInvariantException($"task {flight.TaskAttempt.Task.Uid} was queued while it was in flight");
        }
    }

    /// <summary>The task is over for this pool, and its worker has not ended it yet.</summary>
    private static void Orphan(PoolNode node, AckRow task, in Holding holding)
    {
        if (holding.Resources is not null)
        {
            node.Orphans.TryAdd(task, holding);
        }
    }

    private void Ask(in Flight flight, Asked asked)
    {
        var key = flight.TaskAttempt.Task.Key;
        _flights[key] = flight with { Asked = asked > flight.Asked ? asked : flight.Asked };
        _asked.Add(key);
    }

    /// <summary>Tasks are placed by what the nodes have now.</summary>
    private void PlaceAnew()
    {
        Placement = new RuntimePlacement([.. _nodes.Values, .. _gone.Select(static gone => gone.Node)]);
        _queue.Use(Placement);
    }

    /// <summary>Workers mostly have the same modules; their nodes share one set.</summary>
    private IReadOnlySet<string> TypesOf(ImmutableArray<string> types) =>
        _nodes.Values.Select(static node => node.Types).FirstOrDefault(known => known.Count == types.Length && known.SetEquals(types))
        ?? new HashSet<string>(types, StringComparer.Ordinal);

    private void Land(TaskKey key)
    {
        if (_flights.Remove(key, out var flight) && flight.Spread is not null)
        {
            _spreadFlights--;
        }

        _asked.Remove(key);
    }

    private enum Asked : byte
    {
        Nothing,
        EndUnlessBegun,
        End,
    }

    /// <summary>An attempt that a worker has.</summary>
    /// <param name="TaskAttempt">The attempt.</param>
    /// <param name="Node">The worker; of several the first.</param>
    /// <param name="Asked">What the workers were told.</param>
    private readonly record struct Flight(TaskAttempt TaskAttempt, PoolNode Node, Asked Asked = Asked.Nothing)
    {
        /// <summary>The parts of an attempt that several workers have; null = one has it.</summary>
        public SpreadTask? Spread { get; init; }

        /// <summary>What it holds of the worker's resources, unless it is spread.</summary>
        public Holding Holding { get; init; }

        public bool IsAt(PoolNode node) => Node == node || Spread?.At(node) is not null;
    }
}
