using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Akka.Actor;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

public sealed partial class ScaleMsClient
{
    /// <summary>Submits all tasks of a workflow or none, and yields each when it is final, in order of completion.</summary>
    /// <param name="workflow">The tasks.</param>
    /// <param name="cancellation">Stops waiting; the tasks keep running unless they are cancelled.</param>
    /// <returns>The name of each task with its record.</returns>
    /// <exception cref="RefusedException">The master refused it; none of its tasks runs.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public IAsyncEnumerable<(string Name, TaskRecord Record)> RunAsync(WorkflowDocument workflow, CancellationToken cancellation = default) =>
        RunAsync(workflow, Guid.CreateVersion7(), cancellation);

    /// <param name="workflow">The tasks.</param>
    /// <param name="submissionId">See <see cref="RunAsync(IAsyncEnumerable{TaskInput}, Guid, int, CancellationToken)"/>.</param>
    /// <param name="cancellation">Stops waiting; the tasks keep running unless they are cancelled.</param>
    /// <inheritdoc cref="RunAsync(WorkflowDocument, CancellationToken)"/>
    public IAsyncEnumerable<(string Name, TaskRecord Record)> RunAsync(
        WorkflowDocument workflow, Guid submissionId, CancellationToken cancellation = default) =>
        RunAsync(workflow, submissionId, 0, cancellation);

    /// <param name="workflow">The tasks.</param>
    /// <param name="submissionId">See <see cref="RunAsync(IAsyncEnumerable{TaskInput}, Guid, int, CancellationToken)"/>.</param>
    /// <param name="maxRunning">Maximum number of the workflow's tasks assigned to workers at one time; 0 = no limit.</param>
    /// <param name="cancellation">Stops waiting; the tasks keep running unless they are cancelled.</param>
    /// <inheritdoc cref="RunAsync(WorkflowDocument, CancellationToken)"/>
    public async IAsyncEnumerable<(string Name, TaskRecord Record)> RunAsync(
        WorkflowDocument workflow, Guid submissionId, int maxRunning, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (submission, tasks) = await BeginAsync(workflow, submissionId, maxRunning, cancellation).ConfigureAwait(false);
        try
        {
            await AcceptedAsync(submission, tasks, cancellation).ConfigureAwait(false);
            await foreach (var finished in submission.Finished.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return (tasks[finished.Index].Scheduling.Name!, finished.Record);
            }
        }
        finally
        {
            _session.Tell(new SessionActor.Forget(submission.Id));
        }
    }

    /// <summary>
    /// Yields the results of a submission made by an earlier client, in this or another process: available ones at once, the others when
    /// they are final. A result counts as delivered when the next one is asked for: those that a reader has not used come again to the next reader.
    /// </summary>
    /// <exception cref="RefusedException">
    /// The master does not know the submission, or its client is still connected; or, after the available results, some are missing.
    /// </exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public async IAsyncEnumerable<FinishedTask> ResultsAsync(Guid submissionId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        const int MostUnacknowledged = 256;
        var submission = new TakenSubmission(submissionId);
        var used = ImmutableArray.CreateBuilder<AckRow>();
        _session.Tell(new SessionActor.Take(submission));
        try
        {
            var taken = await submission.Answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
            if (taken.Problem is { } problem)
            {
                throw new RefusedException(problem);
            }

            while (await submission.Finished.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                while (submission.Finished.TryRead(out var finished))
                {
                    yield return finished.Task;
                    used.Add(finished.Ack);
                    if (used.Count >= MostUnacknowledged)
                    {
                        Acknowledge();
                    }
                }

                Acknowledge();
            }

            if (taken.Missing > 0)
            {
                throw new RefusedException(Missing(taken.Missing, taken.Count + taken.Missing));
            }
        }
        finally
        {
            Acknowledge();
            _session.Tell(new SessionActor.Forget(submission.Id));
        }

        void Acknowledge()
        {
            var results = used.DrainToImmutable();
            submission.Used(results);
            _session.Tell(new SessionActor.Used(results));
        }
    }

    private static async Task AcceptedAsync(Submission submission, ImmutableArray<TaskInput> tasks, CancellationToken cancellation)
    {
        if (await submission.Verdict.Task.WaitAsync(cancellation).ConfigureAwait(false) is { } refused)
        {
            throw new RefusedException($"item '{tasks[refused.Index].Scheduling.Name}': {refused.Reason}; nothing of the workflow was accepted");
        }
    }

    /// <summary>The message about a submission some of whose results the master does not have.</summary>
    public static string Missing(int missing, int all) => string.Create(
        CultureInfo.InvariantCulture,
        $"{missing} of {all} tasks have no result here: they were refused, or their results have been evicted {MasterOptions.RetentionKeys}");

    /// <summary>Sends a workflow.</summary>
    /// <exception cref="RefusedException">It is invalid.</exception>
    private async Task<(Submission Submission, ImmutableArray<TaskInput> Tasks)> BeginAsync(WorkflowDocument workflow, Guid submissionId, int maxRunning, CancellationToken cancellation)
    {
        ImmutableArray<TaskInput> tasks;
        try
        {
            tasks = workflow.Ordered();
        }
        catch (ProtocolException error)
        {
            throw new RefusedException(error.Message);
        }

        foreach (var task in tasks)
        {
            if (task.Problem(MasterUid) is { } problem)
            {
                throw new RefusedException($"item '{task.Scheduling.Name}': {problem}");
            }
        }

        var staged = tasks.ToBuilder();
        for (var i = 0; i < staged.Count; i++)
        {
            try
            {
                staged[i] = await StagedAsync(staged[i], cancellation).ConfigureAwait(false);
            }
            catch (RefusedException refused)
            {
                throw new RefusedException($"item '{tasks[i].Scheduling.Name}': {refused.Message}");
            }
        }

        tasks = staged.DrainToImmutable();
        var submission = NewSubmission(submissionId, TraceParent.Current);
        var rows = tasks.Select(task => submission.Add(task, watched: null)).ToImmutableArray();
        submission.Complete();
        if (rows.IsEmpty)
        {
            submission.Verdict.TrySetResult(null);
        }
        else
        {
            _session.Tell(new SessionActor.Submit(submission, rows, maxRunning, Atomic: true));
        }

        return (submission, tasks);
    }
}
