namespace Akka.Serialization.Graph;

/// <summary>What a reader must know of a member that it does not have; three bits in the schema.</summary>
internal enum MemberKind
{
    /// <summary>A varint: unsigned integers, char, and enums on them.</summary>
    Unsigned = 0,

    /// <summary>A zigzag varint: signed integers, and enums on them.</summary>
    Signed = 1,

    /// <summary>One byte: bool, byte, sbyte, and enums on them.</summary>
    Byte = 2,

    Single = 3,
    Double = 4,
    String = 5,

    /// <summary>A tag and what it asks for.</summary>
    Object = 6,

    /// <summary>Another value type, which the schema names.</summary>
    Typed = 7,
}
