using System.Threading.Channels;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// A submission claimed from an earlier client; each of its results is delivered here once, and acknowledged when it has been used. So no more of them
/// are here than the master has under way to a client.
/// </summary>
internal sealed class TakenSubmission(Guid id) : IResultSink
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _seen = [];
    private readonly HashSet<int> _unused = [];
    private readonly Channel<(FinishedTask Task, AckRow Ack)> _finished = Channel.CreateUnbounded<(FinishedTask, AckRow)>(new UnboundedChannelOptions { SingleReader = true });
    private int _count = -1;

    public Guid Id { get; } = id;

    /// <summary>Results in order of arrival; completed after the last one.</summary>
    public ChannelReader<(FinishedTask Task, AckRow Ack)> Finished => _finished.Reader;

    /// <summary>The master's answer.</summary>
    public TaskCompletionSource<SubmissionTaken> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Taken(SubmissionTaken taken)
    {
        lock (_gate)
        {
            _count = taken.Count;
            Answer.TrySetResult(taken);
            EndIfAllEnded();
        }
    }

    public bool WaitsForAccepted
    {
        get
        {
            lock (_gate)
            {
                return _count >= 0 && _seen.Count < _count;
            }
        }
    }

    public bool Ended(in ResultRow row)
    {
        lock (_gate)
        {
            if (!_seen.Add(row.Key.Index))
            {
                return !_unused.Contains(row.Key.Index);
            }

            _unused.Add(row.Key.Index);
            _finished.Writer.TryWrite((new FinishedTask(row.Key.Index, Submission.RecordOf(row.Uid ?? default, row)), new AckRow(row.Key, row.Attempt)));
            EndIfAllEnded();
            return false;
        }
    }

    /// <summary>The reader has used these results.</summary>
    public void Used(IEnumerable<AckRow> results)
    {
        lock (_gate)
        {
            _unused.ExceptWith(results.Select(static result => result.Key.Index));
        }
    }

    public void Fail(ScaleMsException error)
    {
        Answer.TrySetException(error);
        _finished.Writer.TryComplete(error);
    }

    private void EndIfAllEnded()
    {
        if (_count >= 0 && _seen.Count >= _count)
        {
            _finished.Writer.TryComplete();
        }
    }
}
