using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ScaleMs.Actors.Connection.Telemetry;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>
/// The workers of one master as it sees them. Listeners read a copy from the pool's last tick; without a listener there is none. At most
/// <see cref="MostNamed"/> workers are told apart at a time, because every name is a series of its own where metrics are kept.
/// </summary>
internal sealed class WorkerMetrics
{
    public const int MostNamed = 200;

    /// <summary>What all further workers are called.</summary>
    public const string Others = "others";

    private static ImmutableArray<WorkerMetrics> _live = [];

    private static readonly ObservableUpDownCounter<long> Slots = Create("scalems.worker.slots", "{slot}", "Slots of a worker.", static worker => worker.Slots);

    private readonly HashSet<string> _named = [];
    private readonly KeyValuePair<string, object?> _master;
    private ImmutableArray<WorkerFigures> _workers = [];

    static WorkerMetrics()
    {
        Create("scalems.worker.tasks.running", "{task}", "Tasks that run on a worker, by its latest report.", static worker => worker.Running);
        Create("scalems.worker.tasks.in_flight", "{task}", "Assigned tasks of a worker that have not ended.", static worker => worker.InFlight);
        Create("scalems.worker.reachable", "{worker}", "1 while a worker can be reached, else 0.", static worker => worker.Reachable);
    }

    public WorkerMetrics(string master)
    {
        _master = new(TelemetryTags.Master, master);
        ImmutableInterlocked.Update(ref _live, static (live, mine) => live.Add(mine), this);
    }

    /// <summary>The master has ended.</summary>
    public void Close() => ImmutableInterlocked.Update(ref _live, static (live, mine) => live.Remove(mine), this);

    /// <summary>These are the workers now. A worker that has a name of its own keeps it while it is there.</summary>
    public void Update(IReadOnlyCollection<PoolNode> nodes)
    {
        if (!Slots.Enabled)
        {
            return;
        }

        _named.IntersectWith(nodes.Select(static node => node.Name));
        ImmutableInterlocked.InterlockedExchange(ref _workers,
        [
            .. nodes.GroupBy(node => _named.Contains(node.Name) || (_named.Count < MostNamed && _named.Add(node.Name)) ? node.Name : Others).Select(static same => new WorkerFigures(
                new(TelemetryTags.Worker, same.Key),
                same.Sum(static node => node.Slots),
                same.Sum(static node => node.StillRunning),
                same.Sum(static node => node.InFlight),
                same.Count(static node => node.UnreachableSince is null))),
        ]);
    }

    private static ObservableUpDownCounter<long> Create(string name, string unit, string description, Func<WorkerFigures, long> figure) =>
        ScaleMsTelemetry.Meter.CreateObservableUpDownCounter(
            name,
            () => _live.SelectMany(metrics => metrics._workers.Select(worker => new Measurement<long>(figure(worker), metrics._master, worker.Name))),
            unit,
            description);

    private sealed record WorkerFigures(KeyValuePair<string, object?> Name, int Slots, int Running, int InFlight, int Reachable);
}
