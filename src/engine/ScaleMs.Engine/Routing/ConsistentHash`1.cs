using Akka.Util;

namespace Akka.Routing;

/// <summary>
/// Nodes at several points each of a ring of hashes; a key belongs to the node at the next point. When a node comes or goes, only
/// the keys next to its points move. Immutable.
/// </summary>
public class ConsistentHash<T>
{
    private readonly SortedDictionary<int, T> _nodes;
    private readonly int _virtualNodesFactor;
    private readonly int[] _points;
    private readonly T[] _owners;

    public ConsistentHash(SortedDictionary<int, T> nodes, int virtualNodesFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(virtualNodesFactor, 1);
        _nodes = nodes;
        _virtualNodesFactor = virtualNodesFactor;
        _points = [.. nodes.Keys];
        _owners = [.. nodes.Values];
    }

    public bool IsEmpty => _points.Length == 0;

    public ConsistentHash<T> Add(T node) => this + node;

    public ConsistentHash<T> Remove(T node) => this - node;

    public T NodeFor(byte[] key) => NodeAt(MurmurHash.ByteHash(key));

    public T NodeFor(string key) => NodeAt(MurmurHash.StringHash(key));

    public static ConsistentHash<T> operator +(ConsistentHash<T> hash, T node)
    {
        var nodes = new SortedDictionary<int, T>(hash._nodes);
        foreach (var point in PointsOf(node, hash._virtualNodesFactor))
        {
            nodes[point] = node;
        }

        return new ConsistentHash<T>(nodes, hash._virtualNodesFactor);
    }

    public static ConsistentHash<T> operator -(ConsistentHash<T> hash, T node)
    {
        var nodes = new SortedDictionary<int, T>(hash._nodes);
        foreach (var point in PointsOf(node, hash._virtualNodesFactor))
        {
            nodes.Remove(point);
        }

        return new ConsistentHash<T>(nodes, hash._virtualNodesFactor);
    }

    internal static IEnumerable<int> PointsOf(T node, int virtualNodesFactor)
    {
        var name = node?.ToString() ?? "";
        for (var i = 1; i <= virtualNodesFactor; i++)
        {
            yield return MurmurHash.StringHash($"{name}#{i}");
        }
    }

    private T NodeAt(int hash)
    {
        if (IsEmpty)
        {
            throw new InvalidOperationException("There is no node to hold a key.");
        }

        var index = Array.BinarySearch(_points, hash);
        index = index < 0 ? ~index : index;
        return _owners[index < _owners.Length ? index : 0];
    }
}
