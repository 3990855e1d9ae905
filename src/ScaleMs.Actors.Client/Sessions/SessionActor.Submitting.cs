using System.Globalization;
using ScaleMs.Actors.Connection.Transfer;
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
                Send(new SubmitBatch(_session, submission.Key, tasks));
            }
        }

        _singles.Clear();
    }

    private void Send(SubmitBatch batch)
    {
        batch = WithoutTooLarge(batch);
        if (batch.Tasks.IsEmpty)
        {
            return;
        }

        // Each piece is accepted separately.
        foreach (var piece in Channel.Split(batch))
        {
            _unaccepted[(batch.Submission, ((SubmitBatch)piece.Batch).Tasks[0].Key.Index)] = (piece, Context.System.Scheduler.MonotonicClock);
            Tell(piece);
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

    private void Tell(in BatchPiece piece)
    {
        if (_master is { } opened)
        {
            Channel.Tell(opened.Master, piece);
        }
    }

    private void SendAgain(TimeSpan sentBefore)
    {
        if (_master is null)
        {
            return;
        }

        var now = Context.System.Scheduler.MonotonicClock;
        foreach (var (key, (piece, _)) in _unaccepted.Where(entry => entry.Value.Sent < sentBefore).OrderBy(static entry => entry.Key.First).ToArray())
        {
            _unaccepted[key] = (piece, now);
            Tell(piece);
        }
    }

    private void Accepted(AcceptedBatch accepted)
    {
        Heard();
        if (accepted.Busy)
        {
            // The batch stays among the unaccepted ones, and its submitter keeps waiting.
            _busy.Add((accepted.Submission, accepted.First));
            if (!Timers.IsTimerActive(nameof(SendBusyAgain)))
            {
                Timers.StartSingleTimer(nameof(SendBusyAgain), SendBusyAgain.Instance, BusyPause);
            }

            return;
        }

        _unaccepted.Remove((accepted.Submission, accepted.First));
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
        if (_whenAccepted.Count > 0 && !_unaccepted.Keys.Any(key => key.Submission == submission))
        {
            _whenAccepted.FindAll(when => when.Submission == submission).ForEach(static when => when.Accepted.TrySetResult());
            _whenAccepted.RemoveAll(when => when.Submission == submission);
        }
    }

    private void SendBusy()
    {
        var now = Context.System.Scheduler.MonotonicClock;
        foreach (var key in _busy.OrderBy(static key => key.First))
        {
            if (_master is not null && _unaccepted.TryGetValue(key, out var entry))
            {
                _unaccepted[key] = (entry.Piece, now);
                Tell(entry.Piece);
            }
        }

        _busy.Clear();
    }
}
