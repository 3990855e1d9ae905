using System.Runtime.CompilerServices;

namespace Akka.Serialization.Graph;

/// <summary>The objects of one payload, by identity. A short list is searched as it is; a longer one gets a hash table.</summary>
internal sealed class ReferenceTable
{
    // Comparing eight pointers costs less than one identity hash code, which also swells the object's header.
    private const int Listed = 8;

    private const int Retained = 4096;

    private object?[] _objects = new object?[Listed];
    private int[] _buckets = [];
    private int[] _next = [];
    private int _count;

    /// <returns>False, and its index, when the object is there already.</returns>
    public bool TryAdd(object value, out int index)
    {
        if (_count < Listed)
        {
            for (index = 0; index < _count; index++)
            {
                if (ReferenceEquals(_objects[index], value))
                {
                    return false;
                }
            }

            _objects[_count++] = value;
            return true;
        }

        if (_count == Listed || _count == _next.Length)
        {
            Rehash(Math.Max(64, _count * 2));
        }

        ref var bucket = ref BucketOf(value);
        for (index = bucket - 1; index >= 0; index = _next[index] - 1)
        {
            if (ReferenceEquals(_objects[index], value))
            {
                return false;
            }
        }

        index = _count++;
        _objects[index] = value;
        _next[index] = bucket;
        bucket = index + 1;
        return true;
    }

    public void Clear()
    {
        if (_objects.Length > Retained)
        {
            (_objects, _buckets, _next) = (new object?[Listed], [], []);
        }
        else
        {
            Array.Clear(_objects, 0, _count);
        }

        _count = 0;
    }

    private ref int BucketOf(object value) => ref _buckets[RuntimeHelpers.GetHashCode(value) & (_buckets.Length - 1)];

    private void Rehash(int capacity)
    {
        capacity = Math.Max(capacity, _next.Length);
        if (_objects.Length < capacity)
        {
            Array.Resize(ref _objects, capacity);
        }

        if (_next.Length < capacity)
        {
            (_next, _buckets) = (new int[capacity], new int[capacity]);
        }
        else
        {
            Array.Clear(_buckets);
        }

        for (var i = 0; i < _count; i++)
        {
            ref var bucket = ref BucketOf(_objects[i]!);
            _next[i] = bucket;
            bucket = i + 1;
        }
    }
}
