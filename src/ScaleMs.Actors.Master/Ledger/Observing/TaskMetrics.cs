using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>
/// Metrics of one ledger's tasks. Counts are read from the ledger on request, so they cost its transitions nothing;
/// durations are recorded one by one, while there is a listener.
/// </summary>
internal sealed class TaskMetrics : IDisposable
{
    private const double MicrosecondsPerSecond = 1e6;

    // From the round trip of a no-op to a day's run. OpenTelemetry's default boundaries are meant for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_600, 10_800, 86_400],
    };

    private static readonly Histogram<double> Queue = ScaleMsTelemetry.Meter.CreateHistogram(
        "scalems.queue.duration", "s", "Time from the moment when nothing but other tasks was in an attempt's way to its start.", advice: Seconds);

    private static readonly Histogram<double> Run = ScaleMsTelemetry.Meter.CreateHistogram(
        "scalems.run.duration", "s", "Time that an attempt ran on a worker.", advice: Seconds);

    private static readonly TaskState[] States = Enum.GetValues<TaskState>();

    private static ImmutableArray<TaskMetrics> _live = [];

    private readonly TaskTable _tasks;
    private readonly KeyValuePair<string, object?> _master;
    private readonly KeyValuePair<string, object?>[] _states;

    static TaskMetrics()
    {
        ScaleMsTelemetry.Meter.CreateObservableCounter(
            "scalems.tasks", static () => Read(static _ => true, static (tasks, state) => tasks.EnteredOf(state)), "{task}", "Tasks that came into a state.");
        ScaleMsTelemetry.Meter.CreateObservableUpDownCounter(
            "scalems.tasks.unfinished", static () => Read(static state => !state.IsFinal(), static (tasks, state) => tasks.CountOf(state)), "{task}", "Tasks that are in a state that is not final.");
    }

    public TaskMetrics(string master, TaskTable tasks)
    {
        _tasks = tasks;
        _master = new(TelemetryTags.Master, master);
        _states = Array.ConvertAll(States, static state => new KeyValuePair<string, object?>(TelemetryTags.State, TaskLifeCycle.Name(state)));
        ImmutableInterlocked.Update(ref _live, static (live, mine) => live.Add(mine), this);
    }

    /// <summary>The master has ended: its counts are no longer reported.</summary>
    public void Dispose() => ImmutableInterlocked.Update(ref _live, static (live, mine) => live.Remove(mine), this);

    /// <summary>An attempt is over. Times are microseconds; a start of 0 = it never began, and nothing is recorded.</summary>
    public void Ended(long scheduled, long started, long finished, TaskState state)
    {
        if (started <= 0)
        {
            return;
        }

        if (Queue.Enabled)
        {
            // The start is by the worker's clock, which may be a little behind the master's.
            Queue.Record(Math.Max(0, started - scheduled) / MicrosecondsPerSecond, _master);
        }

        if (Run.Enabled)
        {
            Run.Record(Math.Max(0, finished - started) / MicrosecondsPerSecond, _master, _states[(int)state]);
        }
    }

    private static List<Measurement<long>> Read(Func<TaskState, bool> includes, Func<TaskTable, TaskState, long> count)
    {
        var read = new List<Measurement<long>>();
        foreach (var metrics in _live)
        {
            foreach (var state in States)
            {
                if (includes(state))
                {
                    read.Add(new Measurement<long>(count(metrics._tasks, state), metrics._master, metrics._states[(int)state]));
                }
            }
        }

        return read;
    }
}
