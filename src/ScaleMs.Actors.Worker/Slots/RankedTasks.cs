using System.Collections.Concurrent;
using System.Globalization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>The tasks with several ranks that run on a worker, from the moment when their slots are taken until their result is kept.</summary>
/// <param name="board">Where a task waits that is to run again.</param>
/// <param name="report">Keeps a result until the master has it.</param>
/// <param name="outputLimit">Characters kept of each stream of a task while it runs.</param>
/// <param name="transferLimit">Most bytes of an outcome.</param>
internal sealed class RankedTasks(SlotBoard board, Action<ResultRow> report, int outputLimit, int transferLimit)
{
    private readonly ConcurrentDictionary<AckRow, RankedTask> _tasks = new();

    /// <summary>Spread tasks whose result the master has not acknowledged.</summary>
    private readonly ConcurrentDictionary<AckRow, RankedTask> _spread = new();

    /// <summary>Spread tasks of an earlier registration: nobody waits for their results.</summary>
    private readonly ConcurrentDictionary<AckRow, bool> _forgotten = new();
    private IRankListener? _listener;

    public SlotBoard Board => board;

    public IEnumerable<RankedTask> All => _tasks.Values;

    public RankedTask? Find(AckRow id) => _tasks.GetValueOrDefault(id);

    /// <summary>From now on it is told which tasks are to end; null = nobody is.</summary>
    public void Use(IRankListener? listener)
    {
        Volatile.Write(ref _listener, listener);
        foreach (var task in _tasks.Values)
        {
            if (task.MustEnd is { } reason)
            {
                listener?.EndRanks(task, reason);
            }
        }
    }

    public TaskOutput NewOutput() => new(outputLimit);

    /// <summary>The ranks' slots are taken.</summary>
    public RankedTask Begin(in TaskRow row) => _tasks.GetOrAdd(new AckRow(row.Key, row.Attempt), static (_, made) => new RankedTask(made.Row, made.Owner), (Row: row, Owner: this));

    /// <summary>The task of a rank that a slot has.</summary>
    public RankedTask Of(in TaskRow rank) =>
        _tasks.TryGetValue(new AckRow(rank.Key, rank.Attempt), out var task)
            ? task
            : throw new InvalidOperationException($"rank {rank.Ranks.First} of task {rank.Uid} runs, and its task does not");

    /// <summary>Ends what still runs of a task, unless it runs for the second time already.</summary>
    public void TellToEnd(RankedTask task, EndReason reason)
    {
        if (Find(task.Id) == task)
        {
            Volatile.Read(ref _listener)?.EndRanks(task, reason);
        }
    }

    public void TellToEndSoon(RankedTask task, EndReason reason) => Volatile.Read(ref _listener)?.EndRanksSoon(task, reason);

    /// <summary>All ranks of this worker have ended.</summary>
    public void Complete(RankedTask task, in ResultRow result)
    {
        if (task.IsSpread)
        {
            _spread.TryAdd(task.Id, task);
        }

        // First the result, so that at no moment the task is neither running nor ended.
        report(result);
        _tasks.TryRemove(task.Id, out _);
        if (!task.IsSpread)
        {
            task.Discard();
        }
    }

    /// <summary>As <see cref="Complete"/>, where no slot reports results next.</summary>
    public void CompleteNow(RankedTask task, in ResultRow result)
    {
        Complete(task, result);
        Volatile.Read(ref _listener)?.ResultsReady();
    }

    /// <summary>The task, which has not begun, will not run here.</summary>
    public void Drop(AckRow id)
    {
        if (_tasks.TryRemove(id, out var task))
        {
            task.SetOver();
        }
    }

    /// <summary>The master has the result.</summary>
    public void Acknowledged(AckRow id)
    {
        if (_spread.TryRemove(id, out var task))
        {
            // Ranks elsewhere may run until all have ended.
            task.Discard();
        }
    }

    /// <summary>
    /// The master, or this worker's registration with it, is gone. What runs here of a spread task runs without the rest, so nobody is told of it:
    /// the task starts anew.
    /// </summary>
    /// <returns>Those that have not ended.</returns>
    public List<RankedTask> ForgetSpread()
    {
        var running = _tasks.Values.Where(static task => task.IsSpread).ToList();
        foreach (var id in running.Select(static task => task.Id).Concat(_spread.Keys))
        {
            _forgotten.TryAdd(id, true);
        }

        foreach (var task in running.Concat(_spread.Values))
        {
            task.Discard();
        }

        _spread.Clear();
        return running;
    }

    public bool IsForgotten(AckRow id) => _forgotten.ContainsKey(id);

    /// <summary>All forgotten tasks have ended, and their results are gone.</summary>
    public void ForgetNoMore() => _forgotten.Clear();

    /// <summary>The task is to run again as if it had not begun.</summary>
    public void Again(RankedTask task)
    {
        _tasks.TryRemove(task.Id, out _);
        board.PutBackRanks(task.Row);
    }

    /// <summary>The wire form of an outcome, or of the failure in its place when it exceeds the limit.</summary>
    public byte[] Bounded(TaskOutcome outcome, ref TaskState state)
    {
        var payload = outcome.ToUtf8Json();
        if (payload.Length <= transferLimit)
        {
            return payload;
        }

        state = TaskState.Failed;
        return TaskOutcome.Error(
            ErrorType.ResultTooLarge,
            string.Create(CultureInfo.InvariantCulture, $"the results of the task's ranks take {payload.Length} bytes as JSON; scalems.transfer.max allows {transferLimit}. Write large data to files and return their paths.")).ToUtf8Json();
    }
}
