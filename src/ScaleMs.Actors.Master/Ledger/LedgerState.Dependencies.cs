using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Ledger;

// The work graph: a task waits until those that it depends on are final, then gets their values.
internal sealed partial class LedgerState
{
    private readonly Queue<TaskEntry> _settling = new();
    private bool _isSettling;

    private (string, TaskEntry)[] Dependencies(in TaskRow row, TaskOptions options) => Dependencies(row.Key, options);

    /// <summary>What the task has to wait for.</summary>
    /// <exception cref="ProtocolException">One of them is not known.</exception>
    private (string, TaskEntry)[] Dependencies(TaskKey of, TaskOptions options) =>
        options.After.IsDefaultOrEmpty ? [] : [.. options.After.Select(reference => (reference, Dependency(of, reference)))];

    private TaskEntry Dependency(TaskKey of, string reference)
    {
        if (IndexOf(reference) is { } index)
        {
            return index >= of.Index
                ? throw new ProtocolException($"it depends on task {reference} of its submission, which does not come before it: tasks must not wait for each other in a circle")
                : FindSubmission(of.Submission)?[index]
                    ?? throw new ProtocolException($"it depends on task {reference} of its submission, which was refused or whose record is not kept any more");
        }

        return (reference.Length == 0 ? null : BestTwin(TaskUid.Parse(reference)))
            ?? throw new ProtocolException($"it depends on '{reference}', which is neither the name of an earlier task of its submission nor the uid of a task that the master has");
    }

    /// <summary>Of several tasks with one uid the one whose value is right and there, or will be.</summary>
    private TaskEntry? BestTwin(TaskUid uid)
    {
        TaskEntry? best = null;
        for (var (equal, looked) = (_uids.Find(uid), 0); equal is not null && looked < MostEqualsLookedAt; equal = equal.NextEqual, looked++)
        {
            best = best is null || Use(equal) > Use(best) ? equal : best;
        }

        return best;

        static int Use(TaskEntry task) => task.State switch
        {
            TaskState.Done => IsOfCurrentCode(task) ? 3 : 1,
            TaskState.Failed or TaskState.Canceled => 0,
            _ => 2,
        };
    }

    private static int? IndexOf(string reference) =>
        reference.StartsWith('#') && int.TryParse(reference.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>
    /// True for a batch that refers to rows of its submission which have not arrived: a connection broke and they come again. Nothing
    /// is refused for that until the client has had time to send them.
    /// </summary>
    private bool WaitsForEarlierRows(ClientSession session, SubmitBatch batch)
    {
        var waits = false;
        foreach (ref readonly var row in batch.Tasks.AsSpan())
        {
            if (row.Options.IsEmpty || row.Options.Span.IndexOf((byte)'#') < 0 || Find(row.Key) is not null)
            {
                continue;
            }

            TaskOptions options;
            try
            {
                options = TaskOptions.Parse(row.Options.Span);
            }
            catch (ProtocolException)
            {
                // It is refused for that in its turn.
                continue;
            }

            foreach (var reference in options.After)
            {
                // All are looked at, so that their times run side by side.
                waits |= IndexOf(reference) is { } index && index < batch.Tasks[0].Key.Index && FindSubmission(batch.Submission)?[index] is null
                    && session.MayStillSend(batch.Submission, index, Now);
            }
        }

        return waits;
    }

    private void Await(TaskEntry task, (string Reference, TaskEntry Task)[] dependencies)
    {
        Pin(task, dependencies);
        var detail = task.Detail!;
        foreach (var (_, dependency) in dependencies)
        {
            if (!dependency.State.IsFinal())
            {
                AddTo(dependency.Detail!.Dependents ??= [], task);
                detail.Missing++;
            }
        }

        detail.Reason = detail.Missing == 0 ? "its inputs are there" : string.Create(CultureInfo.InvariantCulture, $"waits for {detail.Missing} tasks");
        Move(task, TaskState.Waiting, detail.Reason);
        if (detail.Missing == 0 || FirstFailure(task) is not null)
        {
            Release(task);
        }
    }

    /// <summary>Propagates the completion to dependent tasks. Iterative, because a chain may be as long as a submission.</summary>
    private void PropagateCompletion(TaskEntry task)
    {
        if (task.Detail is not { } detail || (detail.Dependents is null && detail.Duplicates is null && detail.Dependencies is null && detail.Primary is null))
        {
            return;
        }

        _settling.Enqueue(task);
        if (_isSettling)
        {
            return;
        }

        _isSettling = true;
        try
        {
            while (_settling.TryDequeue(out var ended))
            {
                var dependents = ended.Detail!.Dependents;
                (ended.Detail.Primary, ended.Detail.Dependents) = (null, null);
                Unpin(ended);
                EndDuplicates(ended);
                foreach (var dependent in dependents ?? [])
                {
                    OnDependencyEnded(dependent, ended);
                }
            }
        }
        finally
        {
            _isSettling = false;
        }
    }

    /// <summary>Those that have ended by themselves are taken out before the list grows, so that it is never much longer than it must be.</summary>
    private static void AddTo(List<TaskEntry> waiting, TaskEntry task)
    {
        if (waiting.Count == waiting.Capacity)
        {
            waiting.RemoveAll(static other => other.State.IsFinal());
            waiting.EnsureCapacity(2 * (waiting.Count + 2));
        }

        waiting.Add(task);
    }

    private void OnDependencyEnded(TaskEntry dependent, TaskEntry ended)
    {
        if (dependent.State != TaskState.Waiting)
        {
            return;
        }

        dependent.Detail!.Missing--;
        if (dependent.Detail.Missing <= 0 || (ended.State != TaskState.Done && !dependent.Detail.Options.RunAnyway))
        {
            Release(dependent);
        }
    }

    /// <summary>Its inputs are there, or will never be.</summary>
    private void Release(TaskEntry task)
    {
        if (task.Ending is { } ending)
        {
            End(task, ending);
            return;
        }

        if (FirstFailure(task) is { } failed)
        {
            var root = RootFailure.Of(failed);
            task.Detail!.Failure = root;
            End(task, TaskState.Failed, ErrorType.DependencyFailed, root.ToString());
            return;
        }

        var dependencies = task.Detail!.Dependencies!;
        if (task.Detail.Options.References && Substitute(task, dependencies) is { } problem)
        {
            End(task, TaskState.Failed, ErrorType.InputsTooLarge, problem);
            return;
        }

        Schedule(task, "its inputs are there");
    }

    private static TaskEntry? FirstFailure(TaskEntry task) => task.Detail!.Options.RunAnyway
        ? null
        : task.Detail.Dependencies!.FirstOrDefault(static dependency => dependency.Task.State is TaskState.Failed or TaskState.Canceled).Task;

    /// <summary>Puts values in the place of references.</summary>
    /// <returns>Null, or why that cannot be.</returns>
    private string? Substitute(TaskEntry task, (string Reference, TaskEntry Task)[] dependencies)
    {
        var values = new Dictionary<string, System.Text.Json.JsonElement?>(StringComparer.Ordinal);
        foreach (var (reference, dependency) in dependencies)
        {
            values[reference] = dependency.State == TaskState.Done ? TaskOutcome.ParseOrError(dependency.Outcome.Span).ReturnValue : null;
        }

        var payload = JsonReferences.Substitute(task.Payload.Span, values.GetValueOrDefault);
        if (payload.Length > limits.MaxPayload)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"with the results of {dependencies.Length} tasks in its arguments the description has {payload.Length} bytes; at most {limits.MaxPayload} are transferred (scalems.transfer.max). Pass large data by file.");
        }

        _unfinishedBytes += payload.Length - task.Payload.Length;
        task.Detail!.Original = task.Payload;
        task.SetPayload(payload);
        return null;
    }

    /// <summary>The task needs its inputs' records until it ends: a master that is started again puts their values in anew.</summary>
    private static void Pin(TaskEntry task, (string Reference, TaskEntry Task)[] dependencies)
    {
        if (task.GetDetail().Dependencies is null)
        {
            task.Detail!.Dependencies = dependencies;
            foreach (var (_, dependency) in dependencies)
            {
                dependency.GetDetail().Pins++;
            }
        }
    }

    /// <summary>The task needs its inputs' records no more.</summary>
    private void Unpin(TaskEntry task)
    {
        if (task.Detail?.Dependencies is not { } dependencies)
        {
            return;
        }

        task.Detail.Dependencies = null;
        foreach (var (_, dependency) in dependencies)
        {
            dependency.Detail!.Pins--;
            if (!dependency.IsPinned && dependency.State.IsFinal() && (dependency.Delivered || dependency.Session.Actor is null))
            {
                Retain(dependency);
            }
        }
    }
}
