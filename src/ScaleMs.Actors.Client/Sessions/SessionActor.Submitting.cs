using System.Globalization;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Client.Sessions;

// Batches on their way to the master, until it has accepted or refused them.
internal sealed partial class SessionActor
{
    private void SendSingles()
    {
        var at = 0;
        while (at < _singles.Count)
        {
            var bytes = 0;
            var count = 0;
            while (at + count < _singles.Count && count < BatchLimits.Rows && (count == 0 || bytes + _singles[at + count].Payload.Length <= BatchLimits.Bytes))
            {
                bytes += _singles[at + count++].Payload.Length;
            }

            Send(new SubmitBatch(_session, _singles[at].Key.Submission, [.. _singles.GetRange(at, count)]));
            at += count;
        }

        _singles.Clear();
    }

    private void Send(SubmitBatch batch)
    {
        batch = WithoutTooLarge(batch with { Session = _session });
        if (batch.Tasks.IsEmpty)
        {
            return;
        }

        // Each piece is accepted by itself.
        foreach (var piece in LargeRows.Split(batch, _transferOptions.Inline).Select(static piece => (SubmitBatch)piece.Batch))
        {
            _unaccepted[(piece.Submission, piece.Tasks[0].Key.Index)] = (piece, Context.System.Scheduler.MonotonicClock);
            Tell(piece);
        }
    }

    /// <summary>What no master takes has ended here.</summary>
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

    private void Tell(SubmitBatch batch)
    {
        if (_master is { } opened)
        {
            _transfers.Tell(opened.Master, batch, Self);
        }
    }

    private void SendAgain(TimeSpan sentBefore)
    {
        if (_master is null)
        {
            return;
        }

        var now = Context.System.Scheduler.MonotonicClock;
        foreach (var (key, (batch, _)) in _unaccepted.Where(entry => entry.Value.Sent < sentBefore).OrderBy(static entry => entry.Key.First).ToArray())
        {
            _unaccepted[key] = (batch, now);
            Tell(batch);
        }
    }

    private void Accepted(AcceptedBatch accepted)
    {
        Heard();
        if (accepted.Busy)
        {
            // It stays where it is, among those that are not accepted, and with it the tasks of whoever waits to submit more.
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
                _unaccepted[key] = (entry.Batch, now);
                Tell(entry.Batch);
            }
        }

        _busy.Clear();
    }
}
