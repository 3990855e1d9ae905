using System.Numerics;
using System.Reflection;

namespace Akka.Serialization.Graph.Members;

/// <summary>A field that is written: under its own name, or that of the property that it stands behind.</summary>
internal sealed class Member(FieldInfo info, string name, Slot slot)
{
    public FieldInfo Field { get; } = info;

    public string Name { get; } = name;

    public Slot Slot { get; } = slot;

    public MemberKind Kind => Slot.Kind;

    /// <summary>Reads this member alone.</summary>
    public ReadMembers ReadInto => field ??= MemberCompiler.SingleReader(this);

    /// <summary>The member's word in the schema: 13 bits of its name's hash, and its kind.</summary>
    public ushort WordFor(byte salt)
    {
        uint hash = salt;
        foreach (var c in Name)
        {
            hash = BitOperations.Crc32C(hash, c);
        }

        return (ushort)(((hash ^ (hash >> 16)) << 3) | (uint)Kind);
    }
}
