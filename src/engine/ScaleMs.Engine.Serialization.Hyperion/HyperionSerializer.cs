using System.Reflection;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization.Graph;
using Akka.Serialization.Hyperion;

namespace Akka.Serialization;

/// <summary>
/// Writes whole object graphs without attributes or schemas: records, classes with private members, collections, polymorphic
/// members, actor refs. The wire form is this engine's own.
/// </summary>
public class HyperionSerializer : Serializer
{
#pragma warning disable CA1051 // a public field of this name is part of the public API
    public readonly HyperionSerializerSettings Settings;
#pragma warning restore CA1051

    // Made with the first message: a node that sends none is spared the tables of types.
    private readonly Lazy<GraphSerializer> _graph;

    public HyperionSerializer(ExtendedActorSystem system)
        : this(system, HyperionSerializerSettings.Default)
    {
    }

    public HyperionSerializer(ExtendedActorSystem system, Config config)
        : this(system, HyperionSerializerSettings.Create(config))
    {
    }

    public HyperionSerializer(ExtendedActorSystem system, HyperionSerializerSettings settings)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(settings);
        var setup = system.Settings.Setup.Get<HyperionSerializerSetup>();
        Settings = setup.HasValue ? setup.Value.ApplyTo(settings) : settings;
        var options = new CodecOptions(
            Settings.TypeFilter,
            Settings.DisallowUnsafeType,
            [.. KnownTypes(system, Settings.KnownTypesProvider)],
            [.. Settings.PackageNameOverrides]);
        _graph = new Lazy<GraphSerializer>(() =>
            new GraphSerializer(new CodecRegistry(system, options), Settings.PreserveObjectReferences, Settings.VersionTolerance));
    }

    public override int Identifier => -5;

    public override bool IncludeManifest => false;

    /// <exception cref="SerializationException">Something in the graph cannot be written; the message names its type.</exception>
    public override byte[] ToBinary(object obj) => _graph.Value.Serialize(obj);

    /// <exception cref="SerializationException">The payload is damaged, or names a type that is refused or missing.</exception>
    public override object FromBinary(byte[] bytes, Type? type)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return _graph.Value.Deserialize(bytes)!;
    }

    public static Config DefaultConfiguration() =>
        ConfigurationFactory.FromResource<HyperionSerializer>("reference.conf");

    private static IEnumerable<Type> KnownTypes(ExtendedActorSystem system, Type provider)
    {
        const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var withSystem = provider.GetConstructor(Constructors, [typeof(ExtendedActorSystem)]);
        var plain = provider.GetConstructor(Constructors, []);
        var made = withSystem is not null ? withSystem.Invoke([system]) : plain?.Invoke([]);
        return (made as IKnownTypesProvider)?.GetKnownTypes() ?? throw new ConfigurationException(
            $"[{provider}] cannot serve as known-types-provider: it must implement {nameof(IKnownTypesProvider)} and have a constructor "
            + $"that takes an {nameof(ExtendedActorSystem)}, or none.");
    }
}
