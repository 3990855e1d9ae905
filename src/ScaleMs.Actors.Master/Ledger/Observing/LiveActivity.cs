using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>
/// What observers see of a ledger's tasks besides their counts, in bounded memory for any number of tasks. It exists only while somebody asks,
/// and costs a transition a few additions.
/// </summary>
internal sealed class LiveActivity
{
    private const int MostRuns = 8_192;
    private const int MostFailures = 500;
    private const int LongestMessage = 500;

    // Bounds an answer to a few hundred KiB for an observer that asks once a second.
    private const int MostRunsInAnswer = 2_000;

    private readonly SubmissionCounts _submissions;
    private readonly HashSet<TaskEntry> _running = [];
    private readonly Queue<(long Number, EndedRun Run)> _runs = new();
    private readonly Queue<(long Number, TaskFailed Failure)> _failures = new();
    private readonly EventSample _sample = new();
    private long _number;

    /// <summary>Begins with the tasks that there are.</summary>
    /// <param name="tasks">All tasks.</param>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    public LiveActivity(TaskTable tasks, long now)
    {
        _submissions = new SubmissionCounts(tasks);
        _running.UnionWith(tasks.All.Where(static task => task.State == TaskState.Executing));
        AskedAt = now;
    }

    /// <summary>When it was asked last, in microseconds since 1970-01-01 UTC.</summary>
    public long AskedAt { get; private set; }

    /// <summary>A task has left a state.</summary>
    public void Moved(TaskEntry task, TaskState from)
    {
        _submissions.Moved(task, from);
        if (from == TaskState.Executing)
        {
            _running.Remove(task);
        }

        if (task.State == TaskState.Executing)
        {
            _running.Add(task);
        }
    }

    /// <summary>A task has ended; its description is still there.</summary>
    /// <param name="task">The task.</param>
    /// <param name="ran">False when the outcome is another task's.</param>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    public void Ended(TaskEntry task, bool ran, long now)
    {
        var (started, finished) = (task.Phase.StartedAt, task.Finished);
        if (ran && started > 0 && task.Worker is { } worker && _sample.TakesRun(now, finished - started))
        {
            Remember(_runs, MostRuns, new EndedRun(worker, task.Slots, TaskTimestamps.At(started), TaskTimestamps.At(finished), TaskLabel.Of(task), task.State, task.Uid.ToString()));
        }

        if (task.State == TaskState.Failed && TaskOutcome.ParseOrError(task.Outcome.Span) is var outcome && TaskFailure.NameOf(outcome) is var kind && _sample.TakesFailure(now, kind))
        {
            Remember(
                _failures,
                MostFailures,
                new TaskFailed(task.Uid.ToString(), task.Key.Submission, task.Key.Index, TaskLabel.Of(task), kind, Excerpt.Of(outcome.Exception ?? kind, LongestMessage), TaskTimestamps.At(finished), task.Name, task.Worker));
        }
    }

    /// <summary>What has happened since.</summary>
    /// <param name="observation">The answer so far.</param>
    /// <param name="after">See <see cref="Observe.After"/>.</param>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    public Observation AddTo(Observation observation, long after, long now)
    {
        AskedAt = now;
        return observation with
        {
            SubmissionCount = _submissions.Count,
            Submissions = _submissions.Newest(Observation.MostSubmissions),
            Running = LongestRunning(),
            Runs = [.. _runs.Where(run => run.Number > after).Select(static run => run.Run).TakeLast(MostRunsInAnswer)],
            RunsNotShown = _sample.RunsLeftOut,
            Failures = [.. _failures.Where(failure => failure.Number > after).Select(static failure => failure.Failure)],
            Next = _number,
        };
    }

    private void Remember<T>(Queue<(long, T)> events, int most, T happened)
    {
        if (events.Count == most)
        {
            events.Dequeue();
        }

        events.Enqueue((++_number, happened));
    }

    private ImmutableArray<RunningTask> LongestRunning()
    {
        // The newest in front, to be replaced by older ones.
        var oldest = new PriorityQueue<TaskEntry, long>();
        foreach (var task in _running)
        {
            if (oldest.Count < Observation.MostRunning)
            {
                oldest.Enqueue(task, -task.Phase.StartedAt);
            }
            else
            {
                oldest.EnqueueDequeue(task, -task.Phase.StartedAt);
            }
        }

        return
        [
            .. oldest.UnorderedItems.OrderByDescending(static item => item.Priority).Select(static item => item.Element).Select(static task => new RunningTask(
                task.Uid.ToString(), TaskLabel.Of(task), task.Slots, task.Key.Submission, task.Key.Index, task.Attempt, TaskTimestamps.At(task.Phase.StartedAt), task.Name, task.Worker)),
        ];
    }
}
