using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>Counts the tasks of each submission by state, also those that are evicted later.</summary>
internal sealed class SubmissionCounts
{
    /// <summary>Above this number, finished ones are forgotten, the oldest first.</summary>
    private const int MostFinished = 1_000;

    private readonly Dictionary<Guid, Counts> _submissions = [];
    private readonly LinkedList<Counts> _order = new();
    private Counts? _last;

    public SubmissionCounts(TaskTable tasks)
    {
        foreach (var task in tasks.All)
        {
            Moved(task, TaskState.New);
        }
    }

    public int Count => _submissions.Count;

    /// <summary>A task has left a state. One that was new is counted for the first time.</summary>
    public void Moved(TaskEntry task, TaskState from)
    {
        var counts = _last?.Id == task.Key.Submission ? _last : _last = Of(task);
        if (from == TaskState.New)
        {
            counts.Tasks++;
        }
        else
        {
            counts.States[(int)from]--;
        }

        counts.States[(int)task.State]++;
        counts.LastAt = task.IsFinal ? Math.Max(counts.LastAt, task.Finished) : counts.LastAt;
    }

    /// <summary>The newest ones, newest first.</summary>
    public ImmutableArray<SubmissionProgress> Newest(int most)
    {
        var newest = ImmutableArray.CreateBuilder<SubmissionProgress>();
        for (var node = _order.Last; node is not null && newest.Count < most; node = node.Previous)
        {
            newest.Add(node.Value.ToProgress());
        }

        return newest.ToImmutable();
    }

    private Counts Of(TaskEntry task)
    {
        if (!_submissions.TryGetValue(task.Key.Submission, out var counts))
        {
            counts = new Counts(task.Key.Submission, task.Submitted);
            _submissions.Add(counts.Id, counts);
            _order.AddLast(counts);
            Forget();
        }

        return counts;
    }

    private void Forget()
    {
        for (var node = _order.First; node is not null && _order.Count > MostFinished;)
        {
            var next = node.Next;
            if (node.Value.IsFinished)
            {
                _submissions.Remove(node.Value.Id);
                _order.Remove(node);
            }

            node = next;
        }
    }

    private sealed class Counts(Guid id, long firstAt)
    {
        public readonly long[] States = new long[(int)TaskState.Canceled + 1];
        public long Tasks;
        public long LastAt;

        public Guid Id => id;

        public bool IsFinished => Tasks > 0 && Of(TaskState.Done) + Of(TaskState.Failed) + Of(TaskState.Canceled) == Tasks;

        public SubmissionProgress ToProgress() => new()
        {
            Id = id,
            Tasks = Tasks,
            Waiting = Of(TaskState.Waiting),
            Scheduled = Of(TaskState.Scheduled),
            Executing = Of(TaskState.Executing),
            Done = Of(TaskState.Done),
            Failed = Of(TaskState.Failed),
            Canceled = Of(TaskState.Canceled),
            FirstAt = TaskTimestamps.At(firstAt),
            LastAt = IsFinished ? TaskTimestamps.OfMicroseconds(LastAt) : null,
        };

        private long Of(TaskState state) => States[(int)state];
    }
}
