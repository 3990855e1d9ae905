namespace Akka.Serialization.Graph.Types;

/// <summary>
/// A type as a payload names it: words only, until the filter has said yes. Then the type is loaded, and kept for the next payload.
/// </summary>
internal sealed class WireType
{
    private const int MaxArity = 64;

    private volatile TypeEntry? _entry;

    private WireType(TypeShape shape, TypeName name, WireType[] parts, int rank, bool trusted)
    {
        Shape = shape;
        FullName = name.FullName;
        AssemblyName = name.Assembly;
        Name = name.ToString();
        Parts = parts;
        Rank = rank;
        Trusted = trusted;
        Depth = parts.Length == 0 ? 0 : 1 + parts.Max(part => part.Depth);
        if (Depth > Wire.MaxTypeDepth)
        {
            throw Refused.Because($"a type is nested more than {Wire.MaxTypeDepth} deep");
        }
    }

    public TypeShape Shape { get; }

    /// <summary>Of a named type: its bytes on the wire, under which it is kept.</summary>
    public byte[]? Key { get; private init; }

    public string FullName { get; }

    public string AssemblyName { get; }

    public string Name { get; }

    public WireType[] Parts { get; }

    public int Rank { get; }

    /// <summary>Made of nothing but what this serializer or the known-types provider brings: no filter is asked.</summary>
    public bool Trusted { get; }

    public int Depth { get; }

    /// <summary>The number of type parameters, those of the types it is nested in included; told by the name.</summary>
    public int Arity => field != 0 ? field : field = ArityOf(FullName);

    /// <summary>Whether the filter was asked, if need be, and the type loaded.</summary>
    public TypeEntry? Entry => _entry;

    public static WireType Known(TypeEntry entry) =>
        new(TypeShape.Known, new TypeName(entry.FullName, entry.AssemblyName), [], 0, trusted: true) { _entry = entry };

    public static WireType Named(TypeName name, byte[] key) => new(TypeShape.Named, name, [], 0, trusted: false) { Key = key };

    public static WireType Generic(WireType definition, WireType[] arguments) => new(
        TypeShape.Generic,
        new TypeName($"{definition.FullName}[{string.Join(',', arguments.Select(argument => $"[{argument.Name}]"))}]", definition.AssemblyName),
        [definition, .. arguments],
        0,
        definition.Trusted && Array.TrueForAll(arguments, argument => argument.Trusted));

    public static WireType ArrayOf(WireType element, int rank, bool multi) => new(
        multi ? TypeShape.MultiArray : TypeShape.Array,
        new TypeName($"{element.FullName}[{new string(',', rank - 1)}]", element.AssemblyName),
        [element],
        rank,
        element.Trusted);

    /// <param name="registry">Has the filter, and the types of this process.</param>
    /// <param name="expected">The type of the slot that this fills, which came with a type that was allowed already; or null.</param>
    public TypeEntry Resolve(CodecRegistry registry, TypeEntry? expected)
    {
        if (_entry is { } entry)
        {
            return entry;
        }

        if (!Trusted && !registry.IsAllowed(Name))
        {
            return expected?.Name == Name ? expected : throw Refused.Because($"type [{Name}] is not allowed by the type filter");
        }

        _entry = registry.EntryOf(Load());
        registry.Wires.Remember(this);
        return _entry;
    }

    private static int ArityOf(string name)
    {
        var arity = 0;
        for (var tick = name.IndexOf('`', StringComparison.Ordinal); tick >= 0; tick = name.IndexOf('`', tick + 1))
        {
            var end = tick + 1;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }

            arity += int.TryParse(name.AsSpan((tick + 1)..end), out var count) && count <= MaxArity ? count : 0;
        }

        return arity is > 0 and <= MaxArity ? arity : throw Refused.Because($"[{name}] is not the name of a generic type");
    }

    private Type Load()
    {
        if (_entry is { } entry)
        {
            return entry.Type;
        }

        try
        {
            return Shape switch
            {
                TypeShape.Named => new TypeName(FullName, AssemblyName).Load(),
                TypeShape.Array => Parts[0].Load().MakeArrayType(),
                TypeShape.MultiArray => Parts[0].Load().MakeArrayType(Rank),
                _ => Parts[0].Load().MakeGenericType([.. Parts.Skip(1).Select(part => part.Load())]),
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or TypeLoadException)
        {
            throw Refused.Because($"type [{Name}] cannot be made: {e.Message}", e);
        }
    }
}
