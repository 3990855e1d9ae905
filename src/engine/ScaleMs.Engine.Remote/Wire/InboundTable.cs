namespace Akka.Remote.Wire;

/// <summary>The reading half of a connection's compression table; grows to <paramref name="capacity"/> entries and no further.</summary>
internal sealed class InboundTable<T>(int capacity)
    where T : class
{
    private T?[] _entries = new T?[Math.Min(16, capacity)];

    public void Define(ulong index, T entry)
    {
        if (index >= (ulong)capacity)
        {
            throw new WireFormatException($"The peer defines entry {index} of a table of {capacity}.");
        }

        if ((int)index >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(capacity, Math.Max((int)index + 1, _entries.Length * 2)));
        }

        _entries[(int)index] = entry;
    }

    public T this[ulong index] =>
        index < (ulong)_entries.Length && _entries[(int)index] is { } entry
            ? entry
            : throw new WireFormatException($"The peer refers to entry {index}, which it never defined.");
}
