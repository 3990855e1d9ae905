using System.Globalization;
using System.Text;

namespace Akka.Cluster;

public sealed partial class VectorClock
{
    /// <summary>A writer of the clock, known by a hash of its name so that the clock stays small on the wire.</summary>
    public class Node : IComparable<Node>
    {
        private readonly string _value;

        public Node(string value) => _value = value;

        public static Node Create(string name) => new(Hash(name).ToString("x16", CultureInfo.InvariantCulture));

        public static Node FromHash(string hash) => new(hash);

        public int CompareTo(Node? other) => string.CompareOrdinal(_value, other?._value);

        public override bool Equals(object? obj) => obj is Node other && _value == other._value;

        public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => _value;

        // FNV-1a in 64 bits, with MurmurHash's last mix: among 10,000 nodes the chance that any two collide is below 1 in 10^11.
        // Nobody gains from a collision that he makes, so nothing stronger is needed.
        private static ulong Hash(string name)
        {
            var hash = 0xcbf29ce484222325;
            foreach (var b in Encoding.UTF8.GetBytes(name))
            {
                hash = (hash ^ b) * 0x100000001b3;
            }

            hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
            hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
            return hash ^ (hash >> 33);
        }
    }
}
