using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Client.Sessions;

// Batches on their way to the master, until it has accepted or refused them.
internal sealed partial class SessionActor
{
    private void SendSingles()
    {
        foreach (var submission in _singles.GroupBy(static row => row.Key.Submission))
        {
            foreach (var tasks in submission.InBatches(submission.Count()))
            {
                SubmitUnlessTooLarge(new SubmitBatch(_session, submission.Key, tasks));
            }
        }

        _singles.Clear();
    }

    private void SubmitUnlessTooLarge(SubmitBatch batch)
    {
        batch = WithoutTooLarge(batch);
        if (!batch.Tasks.IsEmpty)
        {
            Send(batch);
        }
    }

    /// <summary>Ends tasks that are too large for any master.</summary>
    private SubmitBatch WithoutTooLarge(SubmitBatch batch)
    {
        var refused = batch.Tasks.Where(row => row.Payload.Length > _transferOptions.Max).ToList();
        if (refused.Count == 0)
        {
            return batch;
        }

        foreach (var row in batch.Atomic ? refused.Concat(batch.Tasks) : refused)
        {
            if (_submissions.TryGetValue(row.Key.Submission, out var sink) && sink is Submission submission)
            {
                submission.Refused(row.Key.Index, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the task's description has {refused[0].Payload.Length} bytes; at most {_transferOptions.Max} are transferred (scalems.transfer.max)"));
                submission.Accepted(row.Key.Index, 1);
            }
        }

        return batch with { Tasks = batch.Atomic ? [] : batch.Tasks.RemoveAll(row => row.Payload.Length > _transferOptions.Max) };
    }

    protected override void Accepted(AcceptedBatch accepted, SubmitBatch? sent)
    {
        if (_submissions.TryGetValue(accepted.Submission, out var sink) && sink is Submission submission)
        {
            foreach (var refused in accepted.Refused)
            {
                submission.Refused(refused.Index, refused.Reason);
            }

            submission.Accepted(accepted.First, accepted.Count);
        }

        TellAccepted(accepted.Submission);
    }

    private void TellAccepted(Guid submission)
    {
        if (_whenAccepted.Count > 0 && !HasUnaccepted(submission))
        {
            _whenAccepted.FindAll(when => when.Submission == submission).ForEach(static when => when.Accepted.TrySetResult());
            _whenAccepted.RemoveAll(when => when.Submission == submission);
        }
    }
}
