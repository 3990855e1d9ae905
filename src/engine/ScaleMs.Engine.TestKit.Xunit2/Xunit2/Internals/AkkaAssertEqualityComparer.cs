using System.Collections;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Equality as an assertion means it: collections are equal when their elements are, in their order.</summary>
public class AkkaAssertEqualityComparer<T>(bool skipTypeCheck = false, IEqualityComparer? innerComparer = null) : IEqualityComparer<T>
{
    private readonly IEqualityComparer _elements = innerComparer ?? ElementComparer.Instance;

    public bool Equals(T? x, T? y)
    {
        if (x is null || y is null)
        {
            return x is null && y is null;
        }

        if (ReferenceEquals(x, y) || x.Equals(y))
        {
            return true;
        }

        if (!skipTypeCheck && x.GetType() != y.GetType())
        {
            return x is IEquatable<T> equatable && equatable.Equals(y);
        }

        return x switch
        {
            IEquatable<T> equatable when equatable.Equals(y) => true,
            IComparable<T> comparable when comparable.CompareTo(y) == 0 => true,
            IDictionary entries when y is IDictionary others => SameEntries(entries, others),
            IEnumerable items when x is not string && y is IEnumerable others => SameItems(items, others),
            _ => false,
        };
    }

    public int GetHashCode(T obj) => obj?.GetHashCode() ?? 0;

    private bool SameItems(IEnumerable items, IEnumerable others)
    {
        var left = items.GetEnumerator();
        var right = others.GetEnumerator();
        while (left.MoveNext())
        {
            if (!right.MoveNext() || !_elements.Equals(left.Current, right.Current))
            {
                return false;
            }
        }

        return !right.MoveNext();
    }

    private bool SameEntries(IDictionary entries, IDictionary others)
    {
        if (entries.Count != others.Count)
        {
            return false;
        }

        foreach (DictionaryEntry entry in entries)
        {
            if (!others.Contains(entry.Key) || !_elements.Equals(entry.Value, others[entry.Key]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares what is inside a collection, which may be a collection in its turn.</summary>
    private sealed class ElementComparer : IEqualityComparer
    {
        public static readonly ElementComparer Instance = new();

        private AkkaAssertEqualityComparer<object>? _comparer;

        bool IEqualityComparer.Equals(object? x, object? y) =>
            (_comparer ??= new AkkaAssertEqualityComparer<object>(skipTypeCheck: false, this)).Equals(x, y);

        int IEqualityComparer.GetHashCode(object obj) => obj.GetHashCode();
    }
}
