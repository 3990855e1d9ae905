using System.Collections.Immutable;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>Collects rows up to the size of a batch, see <see cref="BatchLimits"/>.</summary>
/// <typeparam name="T">The rows.</typeparam>
/// <param name="capacity">Rows to allocate memory for; grows as needed.</param>
public sealed class BatchBuilder<T>(int capacity = BatchLimits.Rows)
    where T : struct, IBatchRow
{
    private readonly ImmutableArray<T>.Builder _rows = ImmutableArray.CreateBuilder<T>(capacity);
    private long _bytes;

    public bool IsEmpty => _rows.Count == 0;

    public bool IsFull => _rows.Count >= BatchLimits.Rows;

    /// <summary>Whether the row fits into the open batch. A row larger than a batch gets a batch of its own.</summary>
    public bool HasRoomFor(in T row) => IsEmpty || (!IsFull && _bytes + row.Size <= BatchLimits.Bytes);

    public void Add(in T row)
    {
        if (_rows.Capacity == 0)
        {
            _rows.Capacity = capacity;
        }

        _rows.Add(row);
        _bytes += row.Size;
    }

    /// <summary>Closes the batch and starts the next one. A full batch keeps the buffer; a partial one is copied out of it.</summary>
    public ImmutableArray<T> Close()
    {
        _bytes = 0;
        return _rows.DrainToImmutable();
    }
}
