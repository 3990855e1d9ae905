using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>Counts the outcomes of all tasks, in bounded memory for any number of tasks.</summary>
internal sealed class ReportBuilder
{
    /// <summary>Maximum number of kinds of failures and of workers; further ones are counted under one name.</summary>
    private const int MostNames = 1_000;
    private const string Others = "(others)";

    private readonly Dictionary<string, long> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tally> _workers = new(StringComparer.Ordinal);
    private readonly long[] _final = new long[(int)TaskState.Canceled + 1];
    private double _runMicroseconds;
    private double _longestMicroseconds;
    private double _waitMicroseconds;
    private long _begun;

    public long Accepted { get; set; }

    public long Recovered { get; set; }

    /// <summary>Attempts after the first.</summary>
    public long Retries { get; set; }

    /// <summary>Tasks that got the outcome of an equal one.</summary>
    public long DuplicateHits { get; set; }

    /// <summary>Dropped results: for an attempt that is not current, or for an unknown task.</summary>
    public long StaleResults { get; set; }

    public void Ended(TaskEntry task, bool ran)
    {
        _final[(int)task.State]++;
        if (task.State == TaskState.Failed)
        {
            var kind = Known(_failures, TaskFailure.NameOf(task.State, task.Outcome.Span));
            _failures[kind] = _failures.GetValueOrDefault(kind) + 1;
        }

        if (!ran || task.Worker is null)
        {
            return;
        }

        var started = task.Phase.StartedAt;
        var microseconds = started > 0 ? Math.Max(0, task.Finished - started) : 0;
        if (started > 0)
        {
            _begun++;
            _runMicroseconds += microseconds;
            _longestMicroseconds = Math.Max(_longestMicroseconds, microseconds);
            _waitMicroseconds += Math.Max(0, started - task.Submitted);
        }

        var worker = Of(task.Worker);
        worker.Final[(int)task.State]++;
        worker.RunMicroseconds += microseconds;
    }

    public void Lost(string worker) => Of(worker).Lost++;

    public SessionReport Build(TaskTable tasks, string master, DateTimeOffset started, DateTimeOffset now) => new()
    {
        Master = master,
        Started = started,
        Reported = now,
        Accepted = Accepted,
        Recovered = Recovered,
        Counts = Enum.GetValues<TaskState>().ToImmutableSortedDictionary(static state => state, state => state.IsFinal() ? _final[(int)state] : tasks.CountOf(state)),
        Failures = _failures.ToImmutableSortedDictionary(StringComparer.Ordinal),
        DuplicateHits = DuplicateHits,
        Retries = Retries,
        StaleResults = StaleResults,
        RunSeconds = _runMicroseconds / 1e6,
        LongestRunSeconds = _longestMicroseconds / 1e6,
        MeanWaitSeconds = _begun == 0 ? 0 : _waitMicroseconds / 1e6 / _begun,
        Workers = _workers.ToImmutableSortedDictionary(static entry => entry.Key, static entry => entry.Value.ToReport(), StringComparer.Ordinal),
    };

    private Tally Of(string worker)
    {
        var name = Known(_workers, worker);
        if (!_workers.TryGetValue(name, out var tally))
        {
            _workers.Add(name, tally = new Tally());
        }

        return tally;
    }

    private static string Known<T>(Dictionary<string, T> names, string name) =>
        names.Count < MostNames || names.ContainsKey(name) ? name : Others;

    private sealed class Tally
    {
        public readonly long[] Final = new long[(int)TaskState.Canceled + 1];
        public long Lost;
        public double RunMicroseconds;

        public WorkerReport ToReport() => new()
        {
            Done = Final[(int)TaskState.Done],
            Failed = Final[(int)TaskState.Failed],
            Canceled = Final[(int)TaskState.Canceled],
            Lost = Lost,
            RunSeconds = RunMicroseconds / 1e6,
        };
    }
}
