using System.Text;

namespace Akka.Serialization.Graph.Types;

/// <summary>A type of this process: its name on the wire, and how its objects are written. One for each type and serializer.</summary>
internal sealed class TypeEntry
{
    private readonly CodecRegistry _registry;
    private volatile BodyCodec? _body;

    private TypeEntry(CodecRegistry registry, int id, Type type, TypeShape shape, TypeEntry[] parts, string fullName, string assembly)
    {
        _registry = registry;
        Id = id;
        Type = type;
        Shape = shape;
        Parts = parts;
        FullName = fullName;
        AssemblyName = assembly;
        Name = new TypeName(fullName, assembly).ToString();
        Rank = type.IsArray ? type.GetArrayRank() : 0;
    }

    public Type Type { get; }

    /// <summary>Dense within the serializer, so that what a payload knows of a type is an array element.</summary>
    public int Id { get; }

    public TypeShape Shape { get; }

    /// <summary>The tag of a built-in type, or 0.</summary>
    public uint Tag { get; init; }

    /// <summary>Its place in the list of the known-types provider, or -1.</summary>
    public int ProvidedIndex { get; init; } = -1;

    /// <summary>Of a generic instance: its definition, then its arguments. Of an array: its element.</summary>
    public TypeEntry[] Parts { get; }

    public string FullName { get; }

    public string AssemblyName { get; }

    /// <summary>The name that the filter sees and that errors show.</summary>
    public string Name { get; }

    public int Rank { get; }

    /// <summary>Of a named type: length and bytes, as they follow the tag.</summary>
    public byte[] WireName => field ??= EncodeName();

    /// <summary>Made at first use: many types are only mentioned, as arguments of others.</summary>
    public BodyCodec Body => _body ?? (_body = _registry.MakeBody(this));

    public static TypeEntry Make(CodecRegistry registry, int id, Type type, uint tag, int providedIndex)
    {
        var (shape, parts) = tag != 0 || providedIndex >= 0 ? (TypeShape.Known, []) : Dissect(registry, type);
        var (fullName, assembly) = shape switch
        {
            TypeShape.Generic => (
                $"{parts[0].FullName}[{string.Join(',', parts.Skip(1).Select(part => $"[{part.Name}]"))}]",
                parts[0].AssemblyName),
            TypeShape.Array or TypeShape.MultiArray => (
                $"{parts[0].FullName}[{new string(',', type.GetArrayRank() - 1)}]",
                parts[0].AssemblyName),
            _ => (TypeName.Of(type).FullName, TypeName.Of(type).Assembly),
        };
        return new TypeEntry(registry, id, type, shape, parts, fullName, assembly) { Tag = tag, ProvidedIndex = providedIndex };
    }

    private static (TypeShape Shape, TypeEntry[] Parts) Dissect(CodecRegistry registry, Type type)
    {
        if (type.IsPointer || type.IsByRef || type.IsGenericParameter || type.IsFunctionPointer || type.FullName is null && !type.IsGenericType)
        {
            throw Refused.Because($"type [{type}] cannot be named on the wire");
        }

        if (type.IsArray)
        {
            return (type.IsSZArray ? TypeShape.Array : TypeShape.MultiArray, [registry.EntryOf(type.GetElementType()!)]);
        }

        return type.IsConstructedGenericType
            ? (TypeShape.Generic, [registry.EntryOf(type.GetGenericTypeDefinition()), .. type.GetGenericArguments().Select(registry.EntryOf)])
            : (TypeShape.Named, []);
    }

    private byte[] EncodeName()
    {
        var wire = new TypeName(FullName, AssemblyName).ToWire();
        var isPacked = SixBit.TryPack(wire, out var bytes, out var symbols);
        if (!isPacked)
        {
            bytes = Encoding.UTF8.GetBytes(wire);
        }

        var length = (uint)(isPacked ? (symbols << 1) | 1 : bytes.Length << 1);
        var encoded = new List<byte>();
        for (; length >= 0x80; length >>= 7)
        {
            encoded.Add((byte)(length | 0x80));
        }

        return [.. encoded, (byte)length, .. bytes];
    }
}
