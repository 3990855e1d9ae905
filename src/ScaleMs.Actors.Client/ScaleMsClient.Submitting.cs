using Akka.Actor;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

// Submitting without waiting for results; ResultsAsync gets them later, in this or another process.
public sealed partial class ScaleMsClient
{
    /// <summary>Submits tasks and returns when the master has accepted them.</summary>
    /// <param name="tasks">Read ahead of their completion by up to <c>scalems.client.max-in-flight</c> tasks.</param>
    /// <param name="submissionId">See <see cref="RunAsync(IAsyncEnumerable{TaskInput}, Guid, int, CancellationToken)"/>.</param>
    /// <param name="maxRunning">Maximum number of the submission's tasks assigned to workers at one time; 0 = no limit.</param>
    /// <param name="cancellation">Stops submitting; accepted tasks keep running.</param>
    /// <returns>The refused tasks, each with the reason in its record.</returns>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public async Task<IReadOnlyList<FinishedTask>> SubmitAllAsync(
        IAsyncEnumerable<TaskInput> tasks, Guid submissionId, int maxRunning = 0, CancellationToken cancellation = default)
    {
        var submission = NewSubmission(submissionId, TraceParent.Current);
        var refused = new List<FinishedTask>();
        var left = 0;
        using var accepted = new CancellationTokenSource();
        var receiving = ReceiveAsync();
        try
        {
            await SubmitAllAsync(submission, tasks, maxRunning, cancellation).ConfigureAwait(false);
            await AcceptedAsync(submission, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _session.Tell(new SessionActor.Forget(submission.Id));
            await accepted.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (submission.Finished.TryRead(out var finished))
            {
                Take(finished);
            }

            // The other tasks' results are not awaited here.
            if (submission.Count - left is > 0 and var open)
            {
                _inFlight.Release(open);
            }
        }

        return refused;

        async Task ReceiveAsync()
        {
            await foreach (var finished in submission.Finished.ReadAllAsync(accepted.Token).ConfigureAwait(false))
            {
                Take(finished);
            }
        }

        void Take(FinishedTask finished)
        {
            left++;
            Leave();
            if (Submission.IsRefusal(finished.Record))
            {
                refused.Add(finished);
            }
        }
    }

    /// <summary>Submits all tasks of a workflow or none, and returns when the master has accepted them.</summary>
    /// <param name="workflow">The tasks.</param>
    /// <param name="submissionId">See <see cref="RunAsync(IAsyncEnumerable{TaskInput}, Guid, int, CancellationToken)"/>.</param>
    /// <param name="maxRunning">Maximum number of the submission's tasks assigned to workers at one time; 0 = no limit.</param>
    /// <param name="cancellation">Stops waiting; the tasks keep running.</param>
    /// <exception cref="RefusedException">The master refused it; none of its tasks runs.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public async Task SubmitAsync(WorkflowDocument workflow, Guid submissionId, int maxRunning = 0, CancellationToken cancellation = default)
    {
        var (submission, tasks) = await BeginAsync(workflow, submissionId, maxRunning, cancellation).ConfigureAwait(false);
        try
        {
            await AcceptedAsync(submission, tasks, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _session.Tell(new SessionActor.Forget(submission.Id));
        }
    }

    private async Task AcceptedAsync(Submission submission, CancellationToken cancellation)
    {
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _session.Tell(new SessionActor.WhenAccepted(submission.Id, accepted));
        await accepted.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
