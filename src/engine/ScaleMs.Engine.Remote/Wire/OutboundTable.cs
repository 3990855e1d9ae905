namespace Akka.Remote.Wire;

/// <summary>
/// The writing half of a connection's compression table. What was written once in full is a small number from then on.
/// When the table is full it starts again from zero; the reader's half is overwritten by the new definitions.
/// </summary>
internal sealed class OutboundTable<TKey>(int capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _indexes = new(comparer);

    /// <summary>The number for a key, and whether the reader has yet to be told what it stands for.</summary>
    public int IndexOf(TKey key, out bool isNew)
    {
        if (_indexes.TryGetValue(key, out var index))
        {
            isNew = false;
            return index;
        }

        if (_indexes.Count == capacity)
        {
            _indexes.Clear();
        }

        isNew = true;
        index = _indexes.Count;
        _indexes.Add(key, index);
        return index;
    }
}
