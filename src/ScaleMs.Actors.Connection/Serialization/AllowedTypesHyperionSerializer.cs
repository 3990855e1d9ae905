using System.Runtime.Serialization;
using System.Security;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Hyperion for user-defined types: commands, and the types in <c>scalems.serialization.allowed-types</c>. It deserializes only commands
/// with a configured handler, those types, and the types commands consist of; others are refused by name. A class of its own, because
/// <c>HyperionSerializerSetup.WithTypeFilter</c> has no effect, and <c>allowed-types</c> in Hyperion's own configuration matches exact
/// names only, so that a list of an allowed type would be refused.
/// </summary>
public sealed class AllowedTypesHyperionSerializer : Serializer
{
    // Hyperion compiles code for some thirty types when it is created, and most processes never see a user-defined command.
    private readonly Lazy<HyperionSerializer> _reader;
    private readonly Lazy<HyperionSerializer> _writer;

    public AllowedTypesHyperionSerializer(ExtendedActorSystem system)
        : this(system, ConfigurationFactory.Empty)
    {
    }

    public AllowedTypesHyperionSerializer(ExtendedActorSystem system, Config config)
        : base(system)
    {
        // No filter for sending: the receiver decides. Hyperion would apply the filter on both sides.
        _writer = new Lazy<HyperionSerializer>(() => new HyperionSerializer(system, SettingsOf(config)));
        _reader = new Lazy<HyperionSerializer>(() => new HyperionSerializer(system, SettingsOf(config).WithTypeFilter(Filter(system))));
    }

    /// <summary>Above 100: Akka.NET reserves 0 to 100.</summary>
    public override int Identifier => 713;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => _writer.Value.ToBinary(obj);

    /// <summary>Deserializes a message.</summary>
    /// <exception cref="ProtocolException">It contains a type that is not allowed.</exception>
    public override object FromBinary(byte[] bytes, Type type)
    {
        try
        {
            return _reader.Value.FromBinary(bytes, type);
        }
        catch (SerializationException error) when (error.InnerException is SecurityException)
        {
            throw new ProtocolException(
                $"a message with a type that is not allowed is refused ({error.InnerException.Message}); this node reads only the commands of scalems.commands and the types of scalems.serialization.allowed-types",
                error);
        }
    }

    private static HyperionSerializerSettings SettingsOf(Config config) => HyperionSerializerSettings.Create(config.IsNullOrEmpty() ? HyperionSerializer.DefaultConfiguration() : config);

    private static AllowedTypes Filter(ExtendedActorSystem system)
    {
        const string Types = "scalems.serialization.allowed-types";
        const string Commands = "scalems.commands";
        var config = system.Settings.Config;
        var allowed = config.HasPath(Types) ? config.GetStringList(Types) : [];
        var handlers = config.HasPath(Commands) ? config.GetConfig(Commands).AsEnumerable().Select(static entry => entry.Value.GetString() ?? "") : [];
        // A handler that cannot be loaded here is skipped; the master reports errors in it.
        var commands = handlers.Select(static handler => Type.GetType(handler, throwOnError: false)).OfType<Type>().Select(HandledCommand.Of).OfType<Type>();
        return new AllowedTypes(allowed.Concat(commands.Select(static type => type.FullName!)));
    }
}
