using Akka.Actor;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Effects;
using ScaleMs.Actors.Master.Ledger.Table;

namespace ScaleMs.Actors.Master.Ledger.Observing;

/// <summary>The actors that subscribe to changes of tasks, and to which tasks.</summary>
internal sealed class Subscriptions(LedgerEffects effects)
{
    private readonly Dictionary<TaskUid, HashSet<IActorRef>> _byTask = [];
    private readonly Dictionary<Guid, HashSet<IActorRef>> _bySubmission = [];
    private readonly HashSet<IActorRef> _toAll = [];

    /// <summary>True while there is any subscriber.</summary>
    public bool Any { get; private set; }

    public void Add(Subscribe subscribe, IActorRef subscriber)
    {
        Any = true;
        if (subscribe.All)
        {
            _toAll.Add(subscriber);
        }

        if (subscribe.Submission is { } submission)
        {
            Add(_bySubmission, submission, subscriber);
        }

        foreach (var id in subscribe.Ids.Where(static id => id.Length > 0))
        {
            Add(_byTask, TaskUid.Parse(id), subscriber);
        }
    }

    public void Remove(IActorRef subscriber)
    {
        _toAll.Remove(subscriber);
        Remove(_bySubmission, subscriber);
        Remove(_byTask, subscriber);
        Any = _toAll.Count + _bySubmission.Count + _byTask.Count > 0;
    }

    public bool Contains(IActorRef actor) =>
        _toAll.Contains(actor) || _bySubmission.Values.Any(set => set.Contains(actor)) || _byTask.Values.Any(set => set.Contains(actor));

    /// <summary>Collects the change for every subscriber of the task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="from">The state that it leaves.</param>
    /// <param name="to">The state that it enters.</param>
    /// <param name="at">The time in microseconds since 1970-01-01 UTC.</param>
    /// <param name="reason">Why.</param>
    public void Announce(TaskEntry task, TaskState from, TaskState to, long at, string reason)
    {
        if (!Any)
        {
            return;
        }

        var byTask = _byTask.GetValueOrDefault(task.Uid);
        var bySubmission = _bySubmission.GetValueOrDefault(task.Key.Submission);
        if (_toAll.Count == 0 && byTask is null && bySubmission is null)
        {
            return;
        }

        var change = new TaskStateChanged(
            task.Uid.ToString(),
            task.Key.Submission,
            task.Key.Index,
            from,
            to,
            TaskTimestamps.At(at),
            task.Attempt,
            reason);
        foreach (var subscriber in _toAll.Concat(byTask ?? []).Concat(bySubmission ?? []).Distinct())
        {
            effects.Announce(subscriber, change);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<IActorRef>> index, TKey key, IActorRef subscriber)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var set))
        {
            index.Add(key, set = []);
        }

        set.Add(subscriber);
    }

    private static void Remove<TKey>(Dictionary<TKey, HashSet<IActorRef>> index, IActorRef subscriber)
        where TKey : notnull
    {
        foreach (var (key, set) in index.ToList())
        {
            if (set.Remove(subscriber) && set.Count == 0)
            {
                index.Remove(key);
            }
        }
    }
}
