using System.Security.Cryptography;
using System.Text;

namespace Akka.Cluster;

public sealed partial class VectorClock
{
    /// <summary>A writer of the clock, known by a hash of its name so that the clock stays small on the wire.</summary>
    public class Node : IComparable<Node>
    {
        // 64 bits: among 10,000 nodes the chance that any two collide is below 1 in 10^11.
        private const int HashBytes = 8;

        private readonly string _value;

        public Node(string value) => _value = value;

        public static Node Create(string name) =>
            new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes)));

        public static Node FromHash(string hash) => new(hash);

        public int CompareTo(Node? other) => string.CompareOrdinal(_value, other?._value);

        public override bool Equals(object? obj) => obj is Node other && _value == other._value;

        public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => _value;
    }
}
