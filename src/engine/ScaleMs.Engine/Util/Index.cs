using System.Collections.Concurrent;

namespace Akka.Util;

/// <summary>A concurrent map from a key to a set of values; a key without values is not there.</summary>
public class Index<TKey, TValue> where TKey : notnull where TValue : notnull
{
    private readonly ConcurrentDictionary<TKey, HashSet<TValue>> _sets = new();

    public bool IsEmpty => _sets.IsEmpty;

    public ICollection<TKey> Keys => _sets.Keys;

    public HashSet<TValue> Values => _sets.Keys.SelectMany(key => this[key]).ToHashSet();

    public IEnumerable<TValue> this[TKey key] => _sets.TryGetValue(key, out var set) ? Copy(set) : [];

    /// <summary>Adds a value; false when it is there already.</summary>
    public bool Put(TKey key, TValue value)
    {
        while (true)
        {
            var set = _sets.GetOrAdd(key, static _ => []);
            lock (set)
            {
                // An emptied set is taken out under its lock; what is put into it afterwards would be lost.
                if (_sets.TryGetValue(key, out var current) && ReferenceEquals(current, set))
                {
                    return set.Add(value);
                }
            }
        }
    }

    public TValue? FindValue(TKey key, Func<TValue, bool> predicate) => this[key].FirstOrDefault(predicate);

    public bool Remove(TKey key, TValue value)
    {
        if (!_sets.TryGetValue(key, out var set))
        {
            return false;
        }

        lock (set)
        {
            var removed = set.Remove(value);
            if (set.Count == 0)
            {
                _sets.TryRemove(KeyValuePair.Create(key, set));
            }

            return removed;
        }
    }

    public IEnumerable<TValue> Remove(TKey key) => _sets.TryRemove(key, out var set) ? Copy(set) : [];

    public void RemoveValue(TValue value)
    {
        foreach (var key in _sets.Keys)
        {
            Remove(key, value);
        }
    }

    public void ForEach(Action<TKey, TValue> fun)
    {
        foreach (var (key, set) in _sets)
        {
            foreach (var value in Copy(set))
            {
                fun(key, value);
            }
        }
    }

    public void Clear() => _sets.Clear();

    private static TValue[] Copy(HashSet<TValue> set)
    {
        lock (set)
        {
            return [.. set];
        }
    }
}
