using System.Collections;
using System.Collections.Concurrent;

namespace Akka.Util;

public class ConcurrentSet<T> : ICollection<T> where T : notnull
{
    private readonly ConcurrentDictionary<T, byte> _items;

    public ConcurrentSet() => _items = new();

    public ConcurrentSet(IEnumerable<T> collection) : this(collection, EqualityComparer<T>.Default) { }

    public ConcurrentSet(IEqualityComparer<T> comparer) => _items = new(comparer);

    public ConcurrentSet(IEnumerable<T> collection, IEqualityComparer<T> comparer) =>
        _items = new(collection.Select(static item => KeyValuePair.Create(item, (byte)0)), comparer);

    public ConcurrentSet(int concurrencyLevel, int capacity) => _items = new(concurrencyLevel, capacity);

    public ConcurrentSet(int concurrencyLevel, IEnumerable<T> collection, IEqualityComparer<T> comparer) =>
        _items = new(concurrencyLevel, collection.Select(static item => KeyValuePair.Create(item, (byte)0)), comparer);

    public ConcurrentSet(int concurrencyLevel, int capacity, IEqualityComparer<T> comparer) =>
        _items = new(concurrencyLevel, capacity, comparer);

    public int Count => _items.Count;

    public bool IsEmpty => _items.IsEmpty;

    bool ICollection<T>.IsReadOnly => false;

    public bool TryAdd(T item) => _items.TryAdd(item, 0);

    public bool TryRemove(T item) => _items.TryRemove(item, out _);

    public bool Contains(T item) => _items.ContainsKey(item);

    public void Clear() => _items.Clear();

    void ICollection<T>.Add(T item) => TryAdd(item);

    bool ICollection<T>.Remove(T item) => TryRemove(item);

    void ICollection<T>.CopyTo(T[] array, int arrayIndex) => _items.Keys.CopyTo(array, arrayIndex);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.Keys.GetEnumerator();
}
