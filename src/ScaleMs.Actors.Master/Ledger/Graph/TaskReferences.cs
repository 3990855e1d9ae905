using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Graph;

/// <summary>The references to other tasks in a task's options and description: which tasks they mean, and their values.</summary>
internal sealed class TaskReferences(LedgerLimits limits, TaskTable tasks)
{
    /// <summary>The tasks that the task must wait for.</summary>
    /// <exception cref="ProtocolException">One of them is not known.</exception>
    public (string Reference, TaskEntry Task)[] Resolve(TaskKey of, TaskOptions options) =>
        options.After.IsDefaultOrEmpty ? [] : [.. options.After.Select(reference => (reference, Resolve(of, reference)))];

    /// <summary>The task that a reference means.</summary>
    /// <exception cref="ProtocolException">It is not known.</exception>
    public TaskEntry Resolve(TaskKey of, string reference)
    {
        if (TaskOptions.IndexOf(reference) is { } index)
        {
            return index >= of.Index
                ? throw new ProtocolException($"it depends on task {reference} of its submission, which does not come before it: tasks must not wait for each other in a circle")
                : tasks.FindSubmission(of.Submission)?[index]
                    ?? throw new ProtocolException($"it depends on task {reference} of its submission, which was refused or whose record is not kept any more");
        }

        return EqualTasks.Best(tasks.Find(reference))
            ?? throw new ProtocolException($"it depends on '{reference}', which is neither the name of an earlier task of its submission nor the uid of a task that the master has");
    }

    /// <summary>
    /// True for a batch that refers to rows of its submission which have not arrived: a connection broke and they come again. Nothing
    /// is refused for that until the client has had time to send them.
    /// </summary>
    public bool WaitsForEarlierRows(ClientSession session, SubmitBatch batch, long now)
    {
        var waits = false;
        foreach (ref readonly var row in batch.Tasks.AsSpan())
        {
            if (row.Options.IsEmpty || row.Options.Span.IndexOf((byte)'#') < 0 || tasks.Find(row.Key) is not null)
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
                // The row is refused for that when its turn comes.
                continue;
            }

            foreach (var reference in options.After)
            {
                // All are looked at, so that their times run side by side.
                waits |= TaskOptions.IndexOf(reference) is { } index && index < batch.Tasks[0].Key.Index && tasks.FindSubmission(batch.Submission)?[index] is null
                    && session.MayStillSend(batch.Submission, index, now);
            }
        }

        return waits;
    }

    /// <summary>Replaces references by values.</summary>
    /// <returns>Null, or why that is impossible.</returns>
    public string? Substitute(TaskEntry task, (string Reference, TaskEntry Task)[] dependencies)
    {
        var values = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var (reference, dependency) in dependencies)
        {
            values[reference] = dependency.State == TaskState.Done ? TaskOutcome.ParseOrError(dependency.Outcome.Span).ReturnValue : null;
        }

        var payload = JsonReferences.Substitute((task.Detail!.Original ?? task.Payload).Span, values.GetValueOrDefault);
        if (payload.Length > limits.MaxPayload)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"with the results of {dependencies.Length} tasks in its arguments the description has {payload.Length} bytes; at most {limits.MaxPayload} are transferred (scalems.transfer.max). Pass large data by file.");
        }

        tasks.Substitute(task, payload);
        return null;
    }
}
