using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>One registered worker, as the pool sees it.</summary>
internal sealed class PoolNode(Guid id, string name, int slots, IActorRef actor, WorkerResources? resources = null)
{
    /// <summary>
    /// Work that a node holds besides what runs, at its own pace: enough to bridge a round trip under load, little enough that
    /// a node that joins later still finds something to do.
    /// </summary>
    private const double PrefetchMicroseconds = 50_000;

    /// <summary>Weight of the newest duration in the running mean: about the last thirty tasks count.</summary>
    private const double NewestWeight = 1.0 / 16;

    private static readonly TimeSpan PaceMemory = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<CodeIdentity> _everHad = [];
    private double _meanMicroseconds = double.NaN;

    public Guid Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Under which the master has started it; else its name.</summary>
    public string Uid { get; init; } = name;

    /// <summary>It was told to leave: it gets no more tasks.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Why it ends, if it has said so; null = it has not.</summary>
    public string? LeavesBecause { get; set; }

    /// <summary>When it ends by itself, on the monotonic clock; null = it does not.</summary>
    public TimeSpan? EndsAt { get; set; }

    /// <summary>The worker's process, whichever of its registrations this is.</summary>
    public Guid Process { get; init; }

    /// <summary>Uid of its actor system; 0 = not known.</summary>
    public int System { get; init; }

    /// <summary>The code of its functions.</summary>
    public ImmutableArray<CodeIdentity> Code
    {
        get;
        set
        {
            field = value;
            _everHad.UnionWith(value);
        }
    } = [];

    /// <summary>Its runtimes for functions; empty = .NET only.</summary>
    public ImmutableArray<RuntimeInfo> Runtimes { get; init; } = [];

    /// <summary>Full names of the types in its own modules.</summary>
    public IReadOnlySet<string> Types { get; set; } = ImmutableHashSet<string>.Empty;

    public int Slots { get; } = slots;

    public IActorRef Actor { get; } = actor;

    /// <summary>What it has besides slots.</summary>
    public NodeResources Resources { get; } = new(resources ?? WorkerResources.None);

    /// <summary>What tasks hold there that are not in flight: of a registration or an attempt before. They have not ended yet.</summary>
    public Dictionary<AckRow, Holding> Orphans { get; } = [];

    /// <summary>Slots' worth of tasks granted by the worker, and assigned to it, since it registered.</summary>
    public long Granted { get; private set; }

    public long Given { get; private set; }

    /// <summary>Rows sent since it registered, and rows that it has acknowledged.</summary>
    public long SentRows { get; private set; }

    public long ReceivedRows { get; private set; }

    /// <summary>When <see cref="SentRows"/> or <see cref="ReceivedRows"/> last changed, on the monotonic clock.</summary>
    public TimeSpan LastProgress { get; private set; }

    public int InFlight { get; private set; }

    public int SlotsInFlight { get; private set; }

    public long Finished { get; private set; }

    /// <summary>When it became unreachable; null = it is reachable.</summary>
    public TimeSpan? UnreachableSince { get; set; }

    /// <summary>Assignments of the current step.</summary>
    public List<Assignment> Outbox { get; } = [];

    /// <summary>Tasks that wait for sub-tasks are all that it can hold, so it takes only sub-tasks of its own session.</summary>
    public bool SubTasksOnly { get; private set; }

    /// <summary>Slots' worth of tasks that wait for sub-tasks; others use their slots meanwhile.</summary>
    public int Waiting { get; private set; }

    /// <summary>
    /// It has handed back tasks that it cannot run now. It gets none until its next grant says what it can run, so that they do not go there and back;
    /// or until the pool's next tick, since a grant may be lost.
    /// </summary>
    public bool HasHandedBack { get; private set; }

    /// <summary>Slots' worth of tasks that may be assigned now.</summary>
    public int Free => UnreachableSince is null && !HasHandedBack && !IsReleased ? (int)Math.Clamp(Math.Min(Granted - Given, Math.Min(Window, Share) - SlotsInUse), 0, int.MaxValue) : 0;

    /// <summary>Slots in which a task begins at once; for tasks whose parts wait for each other.</summary>
    public int Room => SubTasksOnly ? 0 : Math.Min(Free, Math.Max(0, Slots - SlotsInUse));

    /// <summary>
    /// What it may have in flight of all there is to do: never less than its slots, and half of its part, so that the last tasks of a
    /// job are spread over all nodes however long each takes (guided self-scheduling, Polychronopoulos and Kuck, 1987).
    /// </summary>
    public double Share { get; set; } = double.PositiveInfinity;

    /// <summary>Load: 1 = every slot has a task.</summary>
    public double Load => (double)SlotsInUse / Slots;

    /// <summary>Running tasks by the worker's latest report.</summary>
    public int Running { get; set; }

    /// <summary>As <see cref="Running"/>, without those that have ended since.</summary>
    public int StillRunning => Math.Min(Running, InFlight);

    public WorkerStatus Status => new()
    {
        Name = Name,
        Uid = Uid,
        Address = Actor.Path.Address.ToString(),
        Slots = Slots,
        InFlight = InFlight,
        Running = StillRunning,
        Finished = Finished,
        Runtimes = [.. Runtimes.Select(static runtime => $"{runtime.Name} {runtime.Version}".TrimEnd())],
        Reachable = UnreachableSince is null,
        Resources = Resources.All,
        ResourcesInUse = Resources.InUse(),
    };

    /// <summary>
    /// The worker's number is from its latest grant, so tasks may have ended since. A worker that is full of waiting tasks and does not say how many has
    /// no others.
    /// </summary>
    private int SlotsInUse => SubTasksOnly && Waiting == 0 ? 0 : Math.Max(0, SlotsInFlight - Waiting);

    private double Window => Slots + (double.IsNaN(_meanMicroseconds) ? Slots : Math.Max(1, Slots * PrefetchMicroseconds / Math.Max(_meanMicroseconds, 0.1)));

    /// <summary>Whether it has a runtime of that name. Every node has .NET, and none is asked for it.</summary>
    public bool Has(string runtime) => Runtimes.Any(info => info.Name == runtime);

    public void Grant(CreditGrant grant, TimeSpan now)
    {
        HasHandedBack = false;
        if (grant.Granted >= Granted && grant.Received >= ReceivedRows)
        {
            (SubTasksOnly, Waiting) = (grant.SubTasksOnly, Math.Max(0, grant.Waiting));
        }

        Granted = Math.Max(Granted, grant.Granted);
        if (grant.Received > ReceivedRows)
        {
            ReceivedRows = grant.Received;
            LastProgress = now;
        }
    }

    /// <summary>The worker has handed a task back.</summary>
    public void HandBack(int slots)
    {
        Release(slots);
        HasHandedBack = true;
    }

    /// <summary>Called periodically: the grant that should have followed tasks handed back may be lost.</summary>
    /// <returns>True when the node can get tasks again.</returns>
    public bool ForgetHandedBack()
    {
        var had = HasHandedBack;
        HasHandedBack = false;
        return had;
    }

    /// <summary>Called periodically: tasks after a pause may be of another kind, so the pace is measured anew.</summary>
    public void ForgetPaceIfIdle(TimeSpan now)
    {
        if (InFlight == 0 && now - LastProgress > PaceMemory)
        {
            _meanMicroseconds = double.NaN;
        }
    }

    public void Take(int slots)
    {
        Given += slots;
        Hold(slots);
    }

    /// <summary>The worker had it already when it registered: it is in flight, but not paid for out of this registration's credit.</summary>
    public void Hold(int slots)
    {
        InFlight++;
        SlotsInFlight += slots;
    }

    public void Sent(int rows, TimeSpan now)
    {
        SentRows += rows;
        LastProgress = now;
    }

    /// <summary>Rows were lost, and these replace them.</summary>
    public void SentAgain(int rows, TimeSpan now)
    {
        SentRows = ReceivedRows + rows;
        LastProgress = now;
    }

    public void Release(int slots)
    {
        InFlight--;
        SlotsInFlight -= slots;
    }

    public void Finish(int slots, long microseconds)
    {
        Release(slots);
        Finished++;
        double duration = Math.Max(0, microseconds);
        _meanMicroseconds = double.IsNaN(_meanMicroseconds) ? duration : _meanMicroseconds + ((duration - _meanMicroseconds) * NewestWeight);
    }

    /// <summary>A task has run code that the worker has not told of yet, and of which it has no other version.</summary>
    /// <returns>False: the worker has told of it, and may have other code since.</returns>
    public bool TryAddCode(CodeIdentity code)
    {
        if (_everHad.Contains(code) || Code.Any(other => other.Module == code.Module))
        {
            return false;
        }

        Code = Code.Add(code);
        return true;
    }
}
