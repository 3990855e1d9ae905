using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Cancels a submission when its user interrupts the run.</summary>
internal static class SubmissionCancel
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs the work, and cancels the submission when the work is interrupted.</summary>
    /// <param name="client">Its client.</param>
    /// <param name="submission">The submission.</param>
    /// <param name="run">Ends when all results have arrived, or on the token.</param>
    /// <param name="interrupted">Cancels the submitted tasks.</param>
    /// <param name="abandoned">Stops waiting for the cancelled tasks.</param>
    public static async Task RunAsync(
        ScaleMsClient client, SubmissionRequest submission, Func<CancellationToken, Task> run, CancellationToken interrupted, CancellationToken abandoned)
    {
        using var ended = new CancellationTokenSource();
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        var canceling = CancelWhenInterruptedAsync(client, submission, abandon, interrupted, ended.Token);
        try
        {
            await run(abandon.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await canceling;
        }
    }

    /// <summary>Repeats the command, because it may overtake the last tasks on their way to the master.</summary>
    private static async Task CancelWhenInterruptedAsync(
        ScaleMsClient client, SubmissionRequest submission, CancellationTokenSource abandon, CancellationToken interrupted, CancellationToken ended)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, ended);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            abandon.CancelAfter(submission.CancelPatience);
            while (!ended.IsCancellationRequested)
            {
                await client.CancelAsync(new Cancel { Submission = submission.Id }, ended);
                await Task.Delay(Interval, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
        catch (ScaleMsException)
        {
            // The submission is unknown or the master is lost: the run ends by itself or at the deadline.
        }
    }
}
