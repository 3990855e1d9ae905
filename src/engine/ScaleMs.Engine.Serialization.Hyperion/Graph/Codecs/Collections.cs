using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>The framework's generic collections; found by name from <see cref="BuiltIns"/> and closed over the element types.</summary>
internal static class Collections
{
    public static BodyCodec List<T>(CodecRegistry registry) => new ListCodec<T>(registry);

    public static BodyCodec Dictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new DictionaryCodec<TKey, TValue>(registry);

    public static BodyCodec HashSet<T>(CodecRegistry registry) => new CollectionCodec<HashSet<T>, T, T>(
        registry,
        static (count, comparer) => new HashSet<T>(count, Comparers.As<IEqualityComparer<T>>(comparer)),
        static (set, item) => set.Add(item),
        static set => set.Comparer);

    public static BodyCodec SortedSet<T>(CodecRegistry registry) => new CollectionCodec<SortedSet<T>, T, T>(
        registry,
        static (_, comparer) => new SortedSet<T>(Comparers.As<IComparer<T>>(comparer)),
        static (set, item) => set.Add(item),
        static set => set.Comparer);

    public static BodyCodec Queue<T>(CodecRegistry registry) => Plain<Queue<T>, T>(
        registry, static count => new Queue<T>(count), static (queue, item) => queue.Enqueue(item));

    public static BodyCodec Stack<T>(CodecRegistry registry) => Plain<Stack<T>, T>(
        registry, static count => new Stack<T>(count), static (stack, item) => stack.Push(item), reversed: true);

    public static BodyCodec LinkedList<T>(CodecRegistry registry) => Plain<LinkedList<T>, T>(
        registry, static _ => new LinkedList<T>(), static (list, item) => list.AddLast(item));

    public static BodyCodec Collection<T>(CodecRegistry registry) => Plain<Collection<T>, T>(
        registry, static count => new Collection<T>(new List<T>(count)), static (collection, item) => collection.Add(item));

    public static BodyCodec ObservableCollection<T>(CodecRegistry registry) => Plain<ObservableCollection<T>, T>(
        registry, static _ => [], static (collection, item) => collection.Add(item));

    public static BodyCodec SortedDictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new CollectionCodec<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry,
        static (_, comparer) => new SortedDictionary<TKey, TValue>(Comparers.As<IComparer<TKey>>(comparer)),
        static (dictionary, item) => dictionary.TryAdd(item.Key, item.Value),
        static dictionary => dictionary.Comparer);

    public static BodyCodec SortedList<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new CollectionCodec<SortedList<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry,
        static (count, comparer) => new SortedList<TKey, TValue>(count, Comparers.As<IComparer<TKey>>(comparer)),
        static (dictionary, item) => dictionary.TryAdd(item.Key, item.Value),
        static dictionary => dictionary.Comparer);

    public static BodyCodec ConcurrentDictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new CollectionCodec<ConcurrentDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry,
        static (_, comparer) => new ConcurrentDictionary<TKey, TValue>(Comparers.As<IEqualityComparer<TKey>>(comparer)),
        static (dictionary, item) => dictionary.TryAdd(item.Key, item.Value),
        static dictionary => dictionary.Comparer);

    public static BodyCodec ConcurrentQueue<T>(CodecRegistry registry) => Plain<ConcurrentQueue<T>, T>(
        registry, static _ => new ConcurrentQueue<T>(), static (queue, item) => queue.Enqueue(item));

    public static BodyCodec ConcurrentStack<T>(CodecRegistry registry) => Plain<ConcurrentStack<T>, T>(
        registry, static _ => new ConcurrentStack<T>(), static (stack, item) => stack.Push(item), reversed: true);

    public static BodyCodec ConcurrentBag<T>(CodecRegistry registry) => Plain<ConcurrentBag<T>, T>(
        registry, static _ => [], static (bag, item) => bag.Add(item), reversed: true);

    public static BodyCodec ReadOnlyCollection<T>(CodecRegistry registry) => new BuiltCodec<ReadOnlyCollection<T>, T, T>(
        registry, static (items, _) => new ReadOnlyCollection<T>(items));

    public static BodyCodec ReadOnlyDictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new BuiltCodec<ReadOnlyDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry, static (items, _) => new ReadOnlyDictionary<TKey, TValue>(new Dictionary<TKey, TValue>(items)));

    public static BodyCodec ImmutableList<T>(CodecRegistry registry) => new BuiltCodec<ImmutableList<T>, T, T>(
        registry, static (items, _) => [.. items]);

    public static BodyCodec ImmutableQueue<T>(CodecRegistry registry) => new BuiltCodec<ImmutableQueue<T>, T, T>(
        registry, static (items, _) => [.. items]);

    public static BodyCodec ImmutableStack<T>(CodecRegistry registry) => new BuiltCodec<ImmutableStack<T>, T, T>(
        registry, static (items, _) => System.Collections.Immutable.ImmutableStack.CreateRange(items), reversed: true);

    public static BodyCodec ImmutableHashSet<T>(CodecRegistry registry) => new BuiltCodec<ImmutableHashSet<T>, T, T>(
        registry,
        static (items, comparer) => System.Collections.Immutable.ImmutableHashSet.CreateRange(Comparers.As<IEqualityComparer<T>>(comparer), items),
        static set => set.KeyComparer);

    public static BodyCodec ImmutableSortedSet<T>(CodecRegistry registry) => new BuiltCodec<ImmutableSortedSet<T>, T, T>(
        registry,
        static (items, comparer) => System.Collections.Immutable.ImmutableSortedSet.CreateRange(Comparers.As<IComparer<T>>(comparer), items),
        static set => set.KeyComparer);

    public static BodyCodec ImmutableDictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new BuiltCodec<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry,
        static (items, comparer) => System.Collections.Immutable.ImmutableDictionary.CreateRange(Comparers.As<IEqualityComparer<TKey>>(comparer), items),
        static dictionary => dictionary.KeyComparer);

    public static BodyCodec ImmutableSortedDictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new BuiltCodec<ImmutableSortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry,
        static (items, comparer) => System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(Comparers.As<IComparer<TKey>>(comparer), items),
        static dictionary => dictionary.KeyComparer);

    public static BodyCodec FrozenSet<T>(CodecRegistry registry) => new BuiltCodec<FrozenSet<T>, T, T>(
        registry,
        static (items, comparer) => items.ToFrozenSet(Comparers.As<IEqualityComparer<T>>(comparer)),
        static set => set.Comparer);

    public static BodyCodec FrozenDictionary<TKey, TValue>(CodecRegistry registry)
        where TKey : notnull => new BuiltCodec<FrozenDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>, TKey>(
        registry,
        static (items, comparer) => items.ToFrozenDictionary(Comparers.As<IEqualityComparer<TKey>>(comparer)),
        static dictionary => dictionary.Comparer);

    private static CollectionCodec<TCollection, T, T> Plain<TCollection, T>(
        CodecRegistry registry, Func<int, TCollection> create, Action<TCollection, T> add, bool reversed = false)
        where TCollection : class, IEnumerable<T> => new(
        registry,
        (count, _) => create(count),
        (collection, item) =>
        {
            add(collection, item);
            return true;
        },
        reversed: reversed);
}
