using System.Collections.Immutable;
using System.Reflection;
using ScaleMs.Actors.Client.Observing;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Http.Feed;

/// <summary>Makes ticks of a master's answers: rates, times that are left, rows of runs.</summary>
internal sealed class TickBuilder
{
    private const int MostWorkers = 500;

    // Weight of the last second in a submission's rate: about the last ten seconds count.
    private const double Smoothing = 0.1;

    private static readonly string Version = typeof(TickBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly Dictionary<Guid, Pace> _paces = [];
    private readonly Dictionary<string, Lanes> _lanes = [];
    private (DateTimeOffset At, long Ended, long NotShown)? _last;

    public Tick Next(Observation observation)
    {
        var (report, status) = (observation.Report, observation.Status);
        var ended = report.Counts.Where(static count => count.Key.IsFinal()).Sum(static count => count.Value);
        var seconds = _last is { } earlier ? (observation.At - earlier.At).TotalSeconds : 0;
        var tick = new Tick
        {
            At = Milliseconds(observation.At),
            Master = status.Master,
            Version = Version,
            Started = Milliseconds(report.Started),
            Stopping = status.Stopping,
            Journal = status.Journal,
            States = status.Counts.ToImmutableSortedDictionary(
                static count => Name(count.Key), count => count.Key.IsFinal() ? report.Counts.GetValueOrDefault(count.Key) : count.Value, StringComparer.Ordinal),
            Rate = _last is { } last && seconds > 0 ? (ended - last.Ended) / seconds : 0,
            Duplicates = report.DuplicateHits,
            Retries = report.Retries,
            LateResults = report.StaleResults,
            FailureKinds = report.Failures,
            WorkerCount = status.Workers.Length,
            Workers = [.. status.Workers.Take(MostWorkers).Select(Of)],
            Launches = [.. status.Launches.Select(static launch => new TickLaunch(launch.Uid, launch.Launcher, Name(launch.State), launch.Detail))],
            SubmissionCount = observation.SubmissionCount,
            Submissions = [.. observation.Submissions.Select(submission => Of(submission, seconds))],

            // Those that have ended leave their rows first.
            Runs = [.. observation.Runs.Select(Of)],
            Running = [.. observation.Running.Select(Of)],
            RunsNotShown = observation.RunsNotShown - (_last?.NotShown ?? 0) is >= 0 and var notShown ? notShown : observation.RunsNotShown,
            Failures = [.. observation.Failures.Select(static failure => new TickFailure(
                failure.Uid, failure.Submission, failure.Index, failure.Name, failure.Function, failure.Kind, failure.Message, failure.Worker, Milliseconds(failure.At)))],
        };
        _last = (observation.At, ended, observation.RunsNotShown);
        Forget(observation);
        return tick;
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToUpperInvariant();

    private static TickWorker Of(WorkerStatus worker) => new(
        worker.Name, worker.Uid, worker.Address, worker.Slots, worker.Running, worker.InFlight, worker.Finished, worker.Reachable, worker.Runtimes, worker.Resources.ToString(), worker.ResourcesInUse);

    private TickSubmission Of(SubmissionProgress submission, double seconds)
    {
        var ended = submission.Done + submission.Failed + submission.Canceled;
        if (!_paces.TryGetValue(submission.Id, out var pace))
        {
            _paces.Add(submission.Id, pace = new Pace { Ended = ended });
        }

        if (seconds > 0)
        {
            var now = (ended - pace.Ended) / seconds;
            pace.Rate = pace.Rate is { } rate ? rate + (Smoothing * (now - rate)) : ended > 0 ? now : null;
            pace.Ended = ended;
        }

        var left = submission.Tasks - ended;
        return new TickSubmission(
            submission.Id, submission.Tasks, submission.Waiting, submission.Scheduled, submission.Executing, submission.Done, submission.Failed, submission.Canceled,
            Milliseconds(submission.FirstAt), submission.LastAt is { } last ? Milliseconds(last) : null, left > 0 && pace.Rate > 1e-6 ? left / pace.Rate : null);
    }

    private TickRun Of(EndedRun run)
    {
        var (start, end) = (Milliseconds(run.Start), Milliseconds(run.End));
        return new TickRun(run.Worker, LanesOf(run.Worker).OfEnded(run.Uid, run.Slots, start, end), run.Slots, start, end, run.Function, Name(run.State), run.Uid);
    }

    private TickRunning Of(RunningTask task)
    {
        var start = Milliseconds(task.StartedAt);
        return new TickRunning(
            task.Uid, task.Name, task.Function, task.Worker, LanesOf(task.Worker ?? "").OfRunning(task.Uid, task.Slots, start), task.Slots, task.Submission, task.Index, task.Attempt, start);
    }

    private Lanes LanesOf(string worker)
    {
        if (!_lanes.TryGetValue(worker, out var lanes))
        {
            _lanes.Add(worker, lanes = new Lanes());
        }

        return lanes;
    }

    private void Forget(Observation observation)
    {
        var running = observation.Running.Select(static task => task.Uid).ToHashSet();
        foreach (var lanes in _lanes.Values)
        {
            lanes.Keep(running, Milliseconds(observation.At));
        }

        var submissions = observation.Submissions.Select(static submission => submission.Id).ToHashSet();
        foreach (var id in _paces.Keys.Where(id => !submissions.Contains(id)).ToArray())
        {
            _paces.Remove(id);
        }

        var workers = observation.Status.Workers.Select(static worker => worker.Name).ToHashSet();
        foreach (var worker in _lanes.Keys.Where(worker => !workers.Contains(worker)).ToArray())
        {
            _lanes.Remove(worker);
        }
    }

    private sealed class Pace
    {
        public long Ended;
        public double? Rate;
    }
}
