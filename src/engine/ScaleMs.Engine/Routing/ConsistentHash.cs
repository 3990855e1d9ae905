namespace Akka.Routing;

public static class ConsistentHash
{
    public static ConsistentHash<T> Create<T>(IEnumerable<T> nodes, int virtualNodesFactor)
    {
        var ring = new SortedDictionary<int, T>();
        foreach (var node in nodes)
        {
            foreach (var point in ConsistentHash<T>.PointsOf(node, virtualNodesFactor))
            {
                ring[point] = node;
            }
        }

        return new ConsistentHash<T>(ring, virtualNodesFactor);
    }
}
