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
            Master?.Tell(new TakeSubmission(_session, submission.Id));
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
            ForgetUnaccepted(lost.Submission);
            var error = new SubmissionLostException(lost.Reason);
            _whenAccepted.FindAll(when => when.Submission == lost.Submission).ForEach(when => when.Accepted.TrySetException(error));
            _whenAccepted.RemoveAll(when => when.Submission == lost.Submission);
            submission.Fail(error);
        }
    }

    protected override bool Ended(in ResultRow result) =>
        !_submissions.TryGetValue(result.Key.Submission, out var submission) || submission.Ended(result);
}
