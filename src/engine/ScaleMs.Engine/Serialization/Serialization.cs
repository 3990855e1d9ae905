using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>
/// The serializers of an actor system: which one writes an object (by its most specific binding) and which one reads a payload
/// (by the identifier that travelled with it). Lookups take no lock.
/// </summary>
public partial class Serialization
{
    private readonly ConcurrentDictionary<int, Serializer> _byId = new();
    private readonly ConcurrentDictionary<string, Serializer> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<string, string> _unresolved = new(StringComparer.Ordinal);
    private readonly NullSerializer _nullSerializer;

    // What FindSerializerForType found; replaced as a whole when a binding is added.
    private volatile ConcurrentDictionary<Type, Serializer> _found = new();

    public Serialization(ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        System = system;
        _nullSerializer = new NullSerializer(system);
        AddSerializer("null", _nullSerializer);
        AddFromSetup();
        AddFromConfig();
    }

    public ExtendedActorSystem System { get; }

    public void AddSerializer(Serializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        _byId[serializer.Identifier] = serializer;
    }

    public void AddSerializer(string name, Serializer serializer)
    {
        AddSerializer(serializer);
        _byName[name] = serializer;
    }

    /// <summary>Binds <paramref name="type"/>, and what derives from it or implements it, to <paramref name="serializer"/>.</summary>
    public void AddSerializationMap(Type type, Serializer serializer)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(serializer);
        _bindings[type] = serializer;
        _found = new();
    }

    public byte[] Serialize(object o) => WithTransport(
        System,
        (Serializer: FindSerializerFor(o), Object: o),
        static state => state.Serializer.ToBinary(state.Object));

    public object Deserialize(byte[] bytes, int serializerId, Type? type) => WithTransport(
        System,
        (Serializer: SerializerById(serializerId), Bytes: bytes, Type: type),
        static state => state.Serializer.FromBinary(state.Bytes, state.Type));

    public object Deserialize(byte[] bytes, int serializerId, string? manifest)
    {
        var serializer = SerializerById(serializerId);
        if (serializer is SerializerWithStringManifest withManifest)
        {
            return WithTransport(
                System,
                (Serializer: withManifest, Bytes: bytes, Manifest: manifest ?? string.Empty),
                static state => state.Serializer.FromBinary(state.Bytes, state.Manifest));
        }

        return WithTransport(
            System,
            (Serializer: serializer, Bytes: bytes, Type: TypeOf(manifest, serializer)),
            static state => state.Serializer.FromBinary(state.Bytes, state.Type));
    }

    /// <exception cref="SerializationException">No binding covers the object's type.</exception>
    public Serializer FindSerializerFor(object? obj, string? defaultSerializerName = null) =>
        obj is null ? _nullSerializer : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <summary>
    /// The serializer of the most specific binding. <paramref name="defaultSerializerName"/> is used where only the binding of
    /// <see cref="object"/>, or none, would apply.
    /// </summary>
    /// <exception cref="SerializationException">No binding covers the type.</exception>
    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null)
    {
        var found = _found;
        if (defaultSerializerName is null && found.TryGetValue(objectType, out var serializer))
        {
            return serializer;
        }

        return FindUncached(objectType, defaultSerializerName, found);
    }

    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    /// <summary>What must travel beside the payload for its reader: a string manifest, the type's name, or nothing.</summary>
    public static string ManifestFor(Serializer s, object msg)
    {
        ArgumentNullException.ThrowIfNull(s);
        return s switch
        {
            SerializerWithStringManifest withManifest => withManifest.Manifest(msg),
            { IncludeManifest: true } when msg is not null => msg.GetType().TypeQualifiedName(),
            _ => string.Empty,
        };
    }

    private Serializer FindUncached(Type type, string? defaultName, ConcurrentDictionary<Type, Serializer> found)
    {
        if (MostSpecificBinding(type) is { } serializer)
        {
            found[type] = serializer;
            return serializer;
        }

        if (defaultName is not null)
        {
            return _byName.TryGetValue(defaultName, out serializer)
                ? serializer
                : throw new SerializationException(
                    $"No serializer is named [{defaultName}], asked for as the default for type [{type.TypeQualifiedName()}].");
        }

        if (_bindings.TryGetValue(typeof(object), out serializer))
        {
            found[type] = serializer;
            return serializer;
        }

        throw new SerializationException(
            $"No serializer for type [{type.TypeQualifiedName()}]: nothing in [{SerializationBindings}] covers it"
            + (_unresolved.IsEmpty ? "." : $"; not usable there: {string.Join("; ", _unresolved.Values.Order(StringComparer.Ordinal))}."));
    }

    /// <summary>
    /// Among the bindings that cover the type, the one that no other covers. Of two unrelated interfaces the one whose name
    /// sorts first: the choice must not depend on the order of a hash table. <see cref="object"/> does not count.
    /// </summary>
    private Serializer? MostSpecificBinding(Type type)
    {
        if (_bindings.TryGetValue(type, out var exact))
        {
            return exact;
        }

        var (best, serializer) = (default(Type), default(Serializer));
        foreach (var (candidate, candidateSerializer) in _bindings)
        {
            if (candidate != typeof(object) && candidate.IsAssignableFrom(type) && (best is null || IsMoreSpecific(candidate, best)))
            {
                (best, serializer) = (candidate, candidateSerializer);
            }
        }

        return serializer;
    }

    private static bool IsMoreSpecific(Type candidate, Type best)
    {
        if (best.IsAssignableFrom(candidate))
        {
            return true;
        }

        if (candidate.IsAssignableFrom(best))
        {
            return false;
        }

        return candidate.IsInterface == best.IsInterface
            ? string.CompareOrdinal(candidate.FullName, best.FullName) < 0
            : best.IsInterface;
    }

    private Serializer SerializerById(int id) => _byId.TryGetValue(id, out var serializer)
        ? serializer
        : throw new SerializationException(
            $"Cannot find serializer with id [{id}]. The most probable reason is that [{Serializers}] and "
            + $"[{SerializerIdentifierHelper.SerializationIdentifiers}] are not in sync between the two systems.");

    private static Type? TypeOf(string? manifest, Serializer serializer)
    {
        if (string.IsNullOrEmpty(manifest))
        {
            return null;
        }

        return EngineTypes.Resolve(manifest) ?? throw new SerializationException(
            $"Cannot find manifest class [{manifest}] for serializer with id [{serializer.Identifier}] ({serializer.GetType().TypeQualifiedName()}).");
    }
}
