using System.Diagnostics;
using ScaleMs.Actors.Connection.Telemetry;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>
/// The spans of one ledger's submissions, tasks and attempts. Whether a task is traced is decided when it is accepted; its spans are made of the
/// ledger's times when it ends, so until then it costs nothing. Without a listener nothing is done.
/// </summary>
/// <param name="master">The master's uid.</param>
/// <param name="share">Share of the tasks that are traced, 0 to 1.</param>
/// <param name="tasks">The tasks.</param>
internal sealed class TaskTraces(string master, double share, TaskTable tasks)
{
    // A span of some hundred bytes each. The tasks of further submissions are traced without it.
    private const int MostOpen = 1_000;

    // A submission may go on as soon as its client has a result; a longer pause begins another span.
    private const long Pause = 2_000_000;

    private readonly List<SubmissionTrace> _open = [];
    private bool _counts;

    /// <summary>A task was accepted, now or before a restart.</summary>
    public void Accepted(TaskEntry task)
    {
        _counts |= ScaleMsTelemetry.Activities.HasListeners();
        if (!_counts)
        {
            return;
        }

        var submission = tasks.SubmissionOf(task);
        var trace = submission.Trace ?? Follow(submission);
        if (trace.Span is null)
        {
            Open(submission, trace, task.Submitted);
        }

        trace.Unfinished++;
        trace.Tasks++;
        task.IsTraced = IsSampled(task.Key, share) || trace.IsOfClient || ClientOf(task) != default;
    }

    /// <summary>An attempt is over.</summary>
    /// <param name="task">A task that is traced.</param>
    /// <param name="attempt">1 for the first.</param>
    /// <param name="since">When it became runnable, in microseconds since 1970-01-01 UTC; 0 = it did not.</param>
    /// <param name="assigned">When it was given to its worker; 0 = it was not.</param>
    /// <param name="started">When it began; 0 = it did not.</param>
    /// <param name="finished">When it ended.</param>
    /// <param name="worker">Where; null = nowhere.</param>
    /// <param name="state">How it ended; null = it was lost with its worker.</param>
    /// <returns>The span, which is current until it is disposed of, so that measurements refer to it; null = it is not recorded.</returns>
    public Activity? Attempt(TaskEntry task, int attempt, long since, long assigned, long started, long finished, string? worker, TaskState? state)
    {
        if (since <= 0 || SpanOf(task) is not { } parent || Start("scalems.attempt", ActivityKind.Internal, parent.Context, since) is not { } span)
        {
            return null;
        }

        span.SetTag(TelemetryTags.Master, master).SetTag(TelemetryTags.Attempt, attempt).SetTag(TelemetryTags.Worker, worker);
        span.SetTag(TelemetryTags.State, state is { } end ? TaskLifeCycle.Name(end) : "LOST");
        Happened(span, "assigned", assigned);
        Happened(span, "started", started);
        if (state is null or TaskState.Failed)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.SetEndTime(At(Math.Max(since, finished)));
        Activity.Current = span;
        return span;
    }

    /// <summary>A task has ended.</summary>
    public void Ended(TaskEntry task)
    {
        if (!_counts)
        {
            return;
        }

        if (task.IsTraced && SpanOf(task) is { } span)
        {
            span.SetTag(TelemetryTags.State, TaskLifeCycle.Name(task.State)).SetTag(TelemetryTags.Attempt, task.Attempt);
            if (task.State == TaskState.Failed)
            {
                var outcome = TaskOutcome.ParseOrError(task.Outcome.Span);
                span.SetTag(TelemetryTags.Error, outcome.ErrorType).SetStatus(ActivityStatusCode.Error, TaskFailure.NameOf(outcome));
            }

            span.SetEndTime(At(Math.Max(task.Submitted, task.Finished)));
            span.Dispose();
            task.Detail?.Span = null;
        }

        if (tasks.SubmissionOf(task).Trace is { } trace)
        {
            trace.Unfinished--;
            trace.LastEnd = Math.Max(trace.LastEnd, task.Finished);
        }
    }

    /// <summary>Ends the spans of submissions whose tasks are all final. To be called every few seconds.</summary>
    public void Tick(long now) => _open.RemoveAll(trace => trace.Unfinished == 0 && now - trace.LastEnd >= Pause && End(trace, trace.LastEnd));

    /// <summary>The master ends, and with it the open spans.</summary>
    public void Close(long now)
    {
        _open.ForEach(trace => End(trace, now));
        _open.Clear();
    }

    /// <summary>Whether a task is among those that are traced. The same tasks are after a restart.</summary>
    internal static bool IsSampled(TaskKey key, double share)
    {
        // The finalizer of SplitMix64 (Steele, Lea, Flood, 2014): neighbouring indices become far apart.
        Span<byte> id = stackalloc byte[16];
        key.Submission.TryWriteBytes(id);
        var hash = (BitConverter.ToUInt64(id) ^ BitConverter.ToUInt64(id[8..])) + ((ulong)key.Index * 0x9E3779B97F4A7C15);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1L << 53)) < share;
    }

    private static SubmissionTrace Follow(Submission submission) =>
        submission.Trace = new SubmissionTrace(TraceParent.Read(submission.TraceParent)) { Unfinished = submission.Tasks.Count(static task => !task.IsFinal) - 1 };

    private static ActivityContext ClientOf(TaskEntry task) => TraceParent.Read(task.Detail?.Options.TraceParent);

    private static bool End(SubmissionTrace trace, long at)
    {
        trace.Span!.SetTag(TelemetryTags.Tasks, trace.Tasks).SetEndTime(At(at));
        trace.Span.Dispose();
        (trace.Span, trace.Tasks) = (null, 0);
        return true;
    }

    /// <summary>A task's span: begun when it is needed, and kept only while the task has another attempt to come.</summary>
    private Activity? SpanOf(TaskEntry task)
    {
        if (task.Detail?.Span is { } open)
        {
            return open;
        }

        var client = ClientOf(task);
        var span = Start("scalems.task", ActivityKind.Internal, client != default ? client : tasks.SubmissionOf(task).Trace?.Context ?? default, task.Submitted);
        if (span is not null)
        {
            span.SetTag(TelemetryTags.Master, master).SetTag(TelemetryTags.Uid, task.Uid.ToString()).SetTag(TelemetryTags.TaskName, task.Name)
                .SetTag(TelemetryTags.Submission, task.Key.Submission.ToString()).SetTag(TelemetryTags.Index, task.Key.Index);
            task.GetDetail().Span = span;
        }

        return span;
    }

    private void Open(Submission submission, SubmissionTrace trace, long at)
    {
        if (_open.Count < MostOpen && Start("scalems.submission", ActivityKind.Server, trace.Context, at) is { } span)
        {
            trace.Span = span.SetTag(TelemetryTags.Master, master).SetTag(TelemetryTags.Submission, submission.Id.ToString());
            _open.Add(trace);
        }
    }

    private static void Happened(Activity span, string name, long at)
    {
        if (at > 0)
        {
            span.AddEvent(new ActivityEvent(name, At(at)));
        }
    }

    private static DateTime At(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Starts a span that is not current: others of this thread do not belong to it.</summary>
    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, long at)
    {
        Activity.Current = null;
        var span = ScaleMsTelemetry.Activities.StartActivity(kind, parent, startTime: At(at), name: name);
        Activity.Current = null;
        return span;
    }
}
