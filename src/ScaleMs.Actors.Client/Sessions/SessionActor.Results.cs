using System.Collections.Immutable;
using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Client.Sessions;

// Results.
internal sealed partial class SessionActor
{
    private void OnTake(Take take)
    {
        _submissions[take.Submission.Id] = take.Submission;
        _taking.Add(take.Submission);
        AskTake();
    }

    private void AskTake()
    {
        foreach (var submission in _taking)
        {
            _master?.Master.Tell(new TakeSubmission(_session, submission.Id));
        }

        if (_taking.Count > 0)
        {
            // The request or its answer may be lost with a connection.
            Timers.StartSingleTimer(nameof(AskTakeAgain), AskTakeAgain.Instance, ResendAfter);
        }
    }

    private void OnTaken(SubmissionTaken taken)
    {
        if (_taking.FirstOrDefault(submission => submission.Id == taken.Submission) is { } submission)
        {
            _taking.Remove(submission);
            submission.Taken(taken);
        }
    }

    private void OnSubmissionLost(SubmissionLost lost)
    {
        if (_submissions.Remove(lost.Submission, out var submission))
        {
            foreach (var key in _unaccepted.Keys.Where(key => key.Submission == lost.Submission).ToArray())
            {
                _unaccepted.Remove(key);
            }

            var error = new SubmissionLostException(lost.Reason);
            _whenAccepted.FindAll(when => when.Submission == lost.Submission).ForEach(when => when.Accepted.TrySetException(error));
            _whenAccepted.RemoveAll(when => when.Submission == lost.Submission);
            submission.Fail(error);
        }
    }

    private void Ended(ResultBatch batch)
    {
        Heard();
        var acks = ImmutableArray.CreateBuilder<AckRow>(batch.Results.Length);
        foreach (var result in batch.Results)
        {
            acks.Add(new AckRow(result.Key, result.Attempt));
            if (_submissions.TryGetValue(result.Key.Submission, out var submission))
            {
                submission.Ended(result);
            }
        }

        Sender.Tell(new ResultAck(acks.MoveToImmutable()));
    }
}
