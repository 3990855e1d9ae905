using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Akka.Serialization.Graph.Types;

/// <summary>
/// The types that payloads have named. Only those that were allowed and found are kept, and no more than a number that no honest
/// program reaches, so that names from outside cannot fill the memory.
/// </summary>
internal sealed class WireTypes
{
    private const int Kept = 10_000;

    private readonly WireType?[] _builtIns = new WireType?[Wire.FirstInPayload];
    private readonly WireType[] _provided;
    private readonly IReadOnlyList<Func<string, string>> _nameOverrides;
    private readonly ConcurrentDictionary<byte[], WireType> _named = new(new BytesComparer());
    private readonly ConcurrentDictionary<byte[], WireType>.AlternateLookup<ReadOnlySpan<byte>> _namedByBytes;
    private readonly ConcurrentDictionary<(WireType Definition, WireType First, WireType? Second), WireType> _generics = new();
    private readonly ConcurrentDictionary<(WireType Element, int Rank, bool Multi), WireType> _arrays = new();

    public WireTypes(CodecRegistry registry, IEnumerable<Type> provided, IReadOnlyList<Func<string, string>> nameOverrides)
    {
        _namedByBytes = _named.GetAlternateLookup<ReadOnlySpan<byte>>();
        _provided = [.. provided.Select(type => WireType.Known(registry.EntryOf(type)))];
        _nameOverrides = nameOverrides;
        foreach (var type in BuiltIns.Tagged)
        {
            _builtIns[BuiltIns.TagOf(type)] = WireType.Known(registry.EntryOf(type));
        }
    }

    public WireType BuiltIn(uint tag) => _builtIns[tag] ?? throw Refused.Because($"{tag} is not the tag of a type");

    public WireType Provided(uint index) => index < (uint)_provided.Length
        ? _provided[index]
        : throw Refused.Because($"known type {index} is named, and known-types-provider lists {_provided.Length} here: it must be the same on both sides");

    /// <param name="key">The name with its length, as on the wire.</param>
    /// <param name="text">The name's bytes.</param>
    /// <param name="symbols">The number of packed symbols, or -1 when the name is UTF-8.</param>
    public WireType Named(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, int symbols)
    {
        if (_namedByBytes.TryGetValue(key, out var known))
        {
            return known;
        }

        var name = TypeName.FromWire(symbols >= 0 ? SixBit.Unpack(text, symbols) : Encoding.UTF8.GetString(text));
        foreach (var rename in _nameOverrides)
        {
            name = TypeName.Parse(rename(name.ToString()));
        }

        return WireType.Named(name, key.ToArray());
    }

    public WireType Generic(WireType definition, WireType[] arguments) =>
        arguments.Length <= 2 && _generics.TryGetValue(KeyOf(definition, arguments), out var known)
            ? known
            : WireType.Generic(definition, arguments);

    public WireType Array(WireType element, int rank, bool multi) =>
        _arrays.TryGetValue((element, rank, multi), out var known) ? known : WireType.ArrayOf(element, rank, multi);

    /// <summary>Keeps a type that was allowed and found, and the names of its parts; whether these are allowed alone is asked anew.</summary>
    public void Remember(WireType type)
    {
        if (_named.Count + _generics.Count + _arrays.Count > Kept)
        {
            return;
        }

        foreach (var part in type.Parts)
        {
            Remember(part);
        }

        switch (type.Shape)
        {
            case TypeShape.Named:
                _named.TryAdd(type.Key!, type);
                break;
            case TypeShape.Generic when type.Parts.Length <= 3:
                _generics.TryAdd(KeyOf(type.Parts[0], type.Parts.AsSpan(1)), type);
                break;
            case TypeShape.Array or TypeShape.MultiArray:
                _arrays.TryAdd((type.Parts[0], type.Rank, type.Shape == TypeShape.MultiArray), type);
                break;
        }
    }

    private static (WireType Definition, WireType First, WireType? Second) KeyOf(WireType definition, ReadOnlySpan<WireType> arguments) =>
        (definition, arguments[0], arguments.Length > 1 ? arguments[1] : null);

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
