using System.Collections.Concurrent;

namespace Akka.Event;

/// <summary>
/// Delivers events to those who subscribed to a classifier that covers them. Changes make a new snapshot; publishing reads one
/// without lock, and remembers who gets the events of each class.
/// </summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
    where TClassifier : notnull
    where TSubscriber : notnull
{
    private readonly Lock _changes = new();
    private volatile Snapshot _snapshot = new([]);

    protected EventBus() { }

    /// <summary>Subscribes; false when the subscriber has this classifier already.</summary>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier) =>
        Change(subscriber, entry =>
        {
            var isNew = !entry.To.Contains(classifier);
            var without = entry.Without.FindAll(left => !IsSubClassification(classifier, left));
            return isNew || without.Count < entry.Without.Count
                ? new Entry(subscriber, isNew ? [.. entry.To, classifier] : entry.To, without)
                : entry;
        });

    /// <summary>Takes back every subscription; false when there was none.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber) => Change(subscriber, static entry => entry.To.Count == 0 ? entry : entry.Emptied());

    /// <summary>
    /// Takes back a classifier. Where the subscription is to a wider one, it stays and leaves out what <paramref name="classifier"/> covers.
    /// </summary>
    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier) =>
        Change(subscriber, entry =>
        {
            var to = entry.To.FindAll(k => !k.Equals(classifier));
            var covered = to.Exists(k => IsSubClassification(k, classifier)) && !entry.Without.Contains(classifier);
            return to.Count == entry.To.Count && !covered
                ? entry
                : new Entry(subscriber, to, covered ? [.. entry.Without, classifier] : entry.Without);
        });

    public virtual void Publish(TEvent @event)
    {
        var snapshot = _snapshot;
        var classifier = GetClassifier(@event);
        if (!snapshot.Receivers.TryGetValue(classifier, out var receivers))
        {
            receivers = snapshot.Receivers.GetOrAdd(classifier, ReceiversOf(snapshot, @event));
        }

        foreach (var receiver in receivers)
        {
            Publish(@event, receiver);
        }
    }

    protected string SimpleName(object source) => Logging.SimpleName(source);

    protected string SimpleName(Type source) => Logging.SimpleName(source);

    protected abstract bool IsSubClassification(TClassifier parent, TClassifier child);

    protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    protected abstract bool Classify(TEvent @event, TClassifier classifier);

    protected abstract TClassifier GetClassifier(TEvent @event);

    internal bool IsSubscribed(TSubscriber subscriber) => Array.Exists(_snapshot.Entries, entry => entry.Subscriber.Equals(subscriber));

    internal IEnumerable<TSubscriber> Subscribers => _snapshot.Entries.Select(static entry => entry.Subscriber);

    private bool Change(TSubscriber subscriber, Func<Entry, Entry> change)
    {
        lock (_changes)
        {
            var entries = _snapshot.Entries;
            var index = Array.FindIndex(entries, entry => entry.Subscriber.Equals(subscriber));
            var before = index < 0 ? new Entry(subscriber, [], []) : entries[index];
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return false;
            }

            var others = entries.Where((_, i) => i != index);
            _snapshot = new Snapshot(after.To.Count == 0 ? [.. others] : [.. others, after]);
            return true;
        }
    }

    private TSubscriber[] ReceiversOf(Snapshot snapshot, TEvent @event) =>
        [.. snapshot.Entries.Where(entry => Covers(entry, @event)).Select(static entry => entry.Subscriber)];

    private bool Covers(Entry entry, TEvent @event) =>
        entry.To.Exists(k => Classify(@event, k) && !entry.Without.Exists(x => Classify(@event, x) && IsSubClassification(k, x)));

    private sealed record Entry(TSubscriber Subscriber, List<TClassifier> To, List<TClassifier> Without)
    {
        public Entry Emptied() => new(Subscriber, [], []);
    }

    private sealed class Snapshot(Entry[] entries)
    {
        public Entry[] Entries { get; } = entries;

        public ConcurrentDictionary<TClassifier, TSubscriber[]> Receivers { get; } = new();
    }
}
