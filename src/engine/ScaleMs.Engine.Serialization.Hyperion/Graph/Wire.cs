namespace Akka.Serialization.Graph;

/// <summary>
/// The payload: one header byte (format version and flags), then one object. An object is a tag, and what the tag asks for.
/// Numbers are LEB128, signed ones zigzag.
/// </summary>
internal static class Wire
{
    public const byte Version = 0x10;
    public const byte VersionMask = 0xF0;
    public const byte ReferencesFlag = 1;
    public const byte ToleranceFlag = 2;

    // Tags of objects and of types. From FirstBuiltIn: the types of BuiltIns; from FirstInPayload: the types named so far in this
    // payload, of which the first 16 take one byte.
    public const uint Null = 0;
    public const uint BackReference = 1;
    public const uint NamedType = 2;
    public const uint GenericType = 3;
    public const uint ArrayType = 4;
    public const uint MultiArrayType = 5;
    public const uint Surrogate = 6;
    public const uint ProvidedType = 7;
    public const uint ActorRef = 8;
    public const uint FirstBuiltIn = 10;
    public const uint FirstInPayload = 112;

    // In the place of a string's length; far above any that fits in a payload.
    public const uint Utf16Mark = uint.MaxValue;

    // Object in object: deep enough for messages, shallow enough for a thread pool thread's stack with half of it to spare.
    public const int MaxDepth = 1000;

    // Type in type, such as List<List<int>>.
    public const int MaxTypeDepth = 16;
}
